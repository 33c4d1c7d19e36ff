import { describe, expect, test } from 'vitest'
import { startRule, type RuleHarness } from '../../testkit/rule-harness.ts'

/** `[time, value]` rows of stream `s`, then the clock moves to `end`. */
function feed(rule: RuleHarness, rows: readonly (readonly [number, unknown])[], end: number): void {
  const start = rule.clock.now()
  for (const [at, v] of rows) {
    rule.clock.advanceTo(start + at)
    rule.send('s', { v })
  }
  rule.clock.advanceTo(start + end)
}

function run(
  sql: string,
  rows: readonly (readonly [number, unknown])[],
  end: number,
): readonly string[] {
  const rule = startRule({ sql })
  feed(rule, rows, end)
  return rule.results()
}

describe('windows of processing time', () => {
  test('a row on the border belongs to the next tumbling window, and empty windows are sent', () => {
    expect(
      run(
        'SELECT v FROM s GROUP BY TUMBLINGWINDOW(ss, 1)',
        [
          [100, 1],
          [1000, 2],
        ],
        3000,
      ),
    ).toEqual(['1000 [{"v":1}]', '2000 [{"v":2}]', '3000 []'])
  })

  test('a hopping window whose length is no multiple of its hop cuts rows at its own start', () => {
    const rows = [
      [100, 1],
      [1100, 2],
      [2600, 3],
    ] as const
    expect(run('SELECT sum(v) AS t FROM s GROUP BY HOPPINGWINDOW(ss, 5, 2)', rows, 8000)).toEqual([
      '2000 [{"t":3}]',
      '4000 [{"t":6}]',
      '6000 [{"t":5}]',
      '8000 [{}]',
    ])
  })

  test('a sliding window is closed on both sides', () => {
    const rows = [
      [100, 1],
      [1100, 2],
      [1101, 3],
    ] as const
    expect(run('SELECT sum(v) AS t FROM s GROUP BY SLIDINGWINDOW(ss, 1)', rows, 2000)).toEqual([
      '100 [{"t":1}]',
      '1100 [{"t":3}]',
      '1101 [{"t":5}]',
    ])
  })

  test('a delayed sliding window is open at its end', () => {
    const rows = [
      [100, 1],
      [600, 2],
      [1100, 3],
    ] as const
    const sql = 'SELECT collect(v) AS c FROM s GROUP BY SLIDINGWINDOW(ss, 1, 1) OVER (WHEN v = 1)'
    expect(run(sql, rows, 2000)).toEqual(['1100 [{"c":[1,2]}]'])
  })

  test('a session ends its timeout after the last row', () => {
    const rows = [
      [100, 1],
      [500, 2],
      [2000, 3],
    ] as const
    expect(run('SELECT v FROM s GROUP BY SESSIONWINDOW(ss, 10, 1)', rows, 4000)).toEqual([
      '1500 [{"v":1},{"v":2}]',
      '3000 [{"v":3}]',
    ])
  })

  test('a count window with a hop waits until it is full', () => {
    const rows = [1, 2, 3, 4, 5].map((v) => [v * 100, v] as const)
    expect(run('SELECT v FROM s GROUP BY COUNTWINDOW(3, 2)', rows, 1000)).toEqual([
      '400 [{"v":2},{"v":3},{"v":4}]',
    ])
  })

  test('a state window with one condition closes before the row that opens the next', () => {
    const rows = [1, 5, 2, 6].map((v, i) => [i * 100 + 100, v] as const)
    expect(run('SELECT v FROM s GROUP BY STATEWINDOW(v > 4)', rows, 1000)).toEqual([
      '400 [{"v":5},{"v":2}]',
    ])
  })

  test('a key that fails loses its window, and the next one is sent', () => {
    const rows = [
      [100, 1],
      [200, 'x'],
      [1100, 2],
    ] as const
    const sql = 'SELECT count(*) AS n FROM s GROUP BY v + 1, TUMBLINGWINDOW(ss, 1)'
    expect(run(sql, rows, 2000)).toEqual(['2000 [{"n":1}]'])
  })

  test('of keys that fail in a sliding window the first one is named', () => {
    const sql =
      'SELECT count(*) AS n FROM s GROUP BY v + 1, SLIDINGWINDOW(ss, 1) OVER (WHEN v = "y")'
    const rule = startRule({ sql })
    const rows = [
      [100, 'x'],
      [200, 'y'],
    ] as const
    feed(rule, rows, 300)
    expect(rule.errors()).toEqual(['run Group By error: invalid operation string(x) + int64(1)'])
  })

  test('a stopped rule leaves no timer behind', async () => {
    const rule = startRule({ sql: 'SELECT v FROM s GROUP BY HOPPINGWINDOW(ss, 2, 1)' })
    feed(rule, [[100, 1]], 1500)
    await rule.run.stop()
    expect(rule.clock.pending()).toBe(0)
  })
})

describe('windows of event time', () => {
  const streams = ['CREATE STREAM s () WITH (TYPE="test", TIMESTAMP="ts")']
  const options = { isEventTime: true, lateTolerance: 500 }

  test('rows are put in order, late ones dropped, and windows closed by the watermark', () => {
    const sql = 'SELECT collect(v) AS c FROM s GROUP BY TUMBLINGWINDOW(ss, 1)'
    const rule = startRule({ streams, sql, options })
    const base = rule.clock.now()
    for (const [v, at] of [
      [1, 100],
      [2, 900],
      [3, 600],
      [4, 1600],
      [5, 200],
      [6, 2700],
    ] as const) {
      rule.send('s', { v, ts: base + at })
    }
    expect(rule.results()).toEqual(['0 [{"c":[1,3,2]}]', '0 [{"c":[4]}]'])
    const status = rule.run.status().find(({ node }) => node === 'rule/r')
    expect(status).toMatchObject({ dropped: 1, droppedBy: { late: 1 } })
  })

  test('a row without its time is an error and the rule goes on', () => {
    const rule = startRule({ streams, sql: 'SELECT v FROM s', options })
    rule.send('s', { v: 1 }, { v: 2, ts: rule.clock.now() })
    rule.send('s', { v: 3, ts: rule.clock.now() + 1000 })
    expect(rule.errors()).toEqual(['cannot find timestamp field ts in tuple map[v:1]'])
    expect(rule.results()).toEqual(['0 [{"v":2}]'])
  })
})
