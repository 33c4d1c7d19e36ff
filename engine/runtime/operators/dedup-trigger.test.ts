import { describe, expect, test } from 'vitest'
import { startRule, type RuleHarness } from '../../testkit/rule-harness.ts'
import { TakenRanges } from './taken-ranges.ts'

type Step = readonly [start: number, end: number, now: number, free: string]

/** What is free of each range, the ranges taken one after the other. */
function freeOf(steps: readonly Step[], expireMs: bigint): string[] {
  const taken = new TakenRanges()
  return steps.map(([start, end, now]) => {
    const free = taken.take({ start: BigInt(start), end: BigInt(end) }, BigInt(now), expireMs)
    if (free === undefined) return 'nothing'
    return free.map((part) => `${String(part.start)}-${String(part.end)}`).join(' ')
  })
}

describe('the free parts of ranges', () => {
  test.each<[string, bigint, readonly Step[]]>([
    [
      'lie between the ranges before',
      1000n,
      [
        [100, 200, 150, '100-200'],
        [50, 70, 160, '50-70'],
        [250, 270, 170, '250-270'],
        [80, 260, 180, '80-100 200-250'],
        [60, 275, 210, '70-80 270-275'],
        [61, 62, 215, 'nothing'],
        [35, 285, 220, '35-50 275-285'],
        [25, 300, 230, '25-35 285-300'],
      ],
    ],
    [
      'are empty where ranges touch',
      1000n,
      [
        [100, 200, 150, '100-200'],
        [200, 210, 160, '200-210'],
        [90, 220, 170, '90-100 200-200 210-220'],
      ],
    ],
    [
      'begin when what came before has expired',
      100n,
      [
        [100, 200, 150, '100-200'],
        [50, 70, 160, '60-70'],
        [30, 40, 200, 'nothing'],
        [80, 260, 180, '80-100 200-260'],
        [100, 200, 400, 'nothing'],
        [250, 420, 500, '400-420'],
      ],
    ],
  ])('%s', (_, expireMs, steps) => {
    expect(freeOf(steps, expireMs)).toEqual(steps.map(([, , , free]) => free))
  })
})

const sql = 'SELECT id, dedup_trigger(begin, finish, ts, 99999) AS ranges FROM s'

function send(rule: RuleHarness, ...rows: readonly (readonly [number, number, number])[]): void {
  rows.forEach(([begin, finish, ts], i) => {
    rule.send('s', { id: i + 1, begin, finish, ts })
    rule.clock.advanceTo(rule.clock.now() + 10)
  })
}

describe('a rule with dedup_trigger', () => {
  test('sends rows when a row or the clock reaches the end of their range', () => {
    const rule = startRule({ sql })
    send(rule, [100, 200, 150], [110, 210, 160], [90, 180, 180], [1700, 1800, 1800])
    expect(rule.errors()).toEqual([])
    expect(rule.results()).toEqual([
      '20 [{"id":3,"ranges":[{"end_key":"180","start_key":"90"}]}]',
      '30 [{"id":1,"ranges":[{"end_key":"200","start_key":"180"}]}]',
      '30 [{"id":2,"ranges":[{"end_key":"210","start_key":"200"}]}]',
      '30 [{"id":4,"ranges":[{"end_key":"1800","start_key":"1700"}]}]',
    ])
  })

  test('without another row the clock alone sends them', () => {
    const rule = startRule({ sql })
    send(rule, [100, 200, 150], [110, 230, 160])
    rule.clock.advanceTo(rule.clock.now() + 1000)
    expect(rule.results()).toEqual([
      '50 [{"id":1,"ranges":[{"end_key":"200","start_key":"100"}]}]',
      '80 [{"id":2,"ranges":[{"end_key":"230","start_key":"200"}]}]',
    ])
  })

  test('a range that was sent before gives null', () => {
    const rule = startRule({ sql })
    send(rule, [100, 200, 200], [120, 150, 200])
    expect(rule.results().at(-1)).toBe('10 [{"id":2,"ranges":null}]')
  })

  test('without an alias the value has the name of the function, and a star is sent with it', () => {
    const rule = startRule({
      sql: 'SELECT *, dedup_trigger(begin, finish, ts, 100) FROM s WHERE id < 2',
    })
    send(rule, [100, 200, 200], [120, 150, 200])
    expect(rule.results()).toEqual([
      '0 [{"begin":100,"dedup_trigger":[{"end_key":"200","start_key":"100"}],"finish":200,"id":1,"ts":200}]',
    ])
  })

  test.each([
    [{ finish: 2, ts: 3 }, 'dedup_trigger begin is missing'],
    [{ begin: 'x', finish: 2, ts: 3 }, 'dedup_trigger start time x is not int64'],
    [{ begin: 1, finish: null, ts: 3 }, 'dedup_trigger end time <nil> is not int64'],
    [{ begin: 3, finish: 2, ts: 3 }, 'dedup_trigger start time 3 is greater than end time 2'],
  ])('a row %j fails', (row, message) => {
    const rule = startRule({ sql })
    rule.send('s', row)
    expect(rule.errors()).toEqual([message])
    expect(rule.results()).toEqual([])
  })

  test('the rows of a window cannot be held', () => {
    const rule = startRule({ sql: `${sql} GROUP BY COUNTWINDOW(1)` })
    rule.send('s', { begin: 1, finish: 2, ts: 3 })
    expect(rule.errors()).toEqual([
      'run dedup trigger op error: dedup_trigger takes single rows: leave out the window and the join',
    ])
  })

  test('its timer ends with the rule', async () => {
    const rule = startRule({ sql })
    send(rule, [100, 200, 150])
    await rule.run.stop()
    rule.clock.advanceTo(rule.clock.now() + 1000)
    expect(rule.results()).toEqual([])
  })
})
