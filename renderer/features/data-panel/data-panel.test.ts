import { describe, expect, test } from 'vitest'
import type { NumberedRow } from '#ipc/row-port'
import { shorten } from '../../lib/format.ts'
import { emptyReasonOf } from './empty-reason.ts'
import { parseFilter } from './row-filter.ts'
import { printMember } from './row-reading.ts'
import { columnsOf } from './table-columns.ts'

function row(json: string, more: Partial<NumberedRow> = {}): NumberedRow {
  return { number: 1, kind: 'out', at: 0, json, ...more }
}

describe('filter', () => {
  const press = row('{"id":"press-04","temperature":47.3,"pos":{"line":2},"ok":true,"big":null}', {
    metadata: '{"topic":"plant7/press-04/telemetry"}',
  })
  test.each([
    ['press', true],
    ['PRESS', true],
    ['plant7/press', true],
    ['oven', false],
    ['temperature > 47', true],
    ['temperature>47.3', false],
    ['temperature >= 47.3', true],
    ['temperature < 5', false],
    ['id = press-04', true],
    ['id = "press-04"', true],
    ['id != press-04', false],
    ['pos.line = 2', true],
    ['ok = true', true],
    ['big = 1', false],
    ['absent > 1', false],
  ])('%s fits: %s', (text, fits) => {
    expect(parseFilter(text)?.(press)).toBe(fits)
  })

  test('nothing typed filters nothing', () => expect(parseFilter('  ')).toBeUndefined())
})

describe('columns of the table', () => {
  test('come in the order rows show them, with numbers to the right', () => {
    const columns = columnsOf([row('{"a":1,"b":"x"}'), row('{"a":2,"c":true}')], [])
    expect(columns.map(({ title, isNumeric }) => [title, isNumeric])).toEqual([
      ['Time', false],
      ['a', true],
      ['b', false],
      ['c', false],
    ])
  })

  test('have room for the longest fraction, so that points are aligned', () => {
    const texts = ['{"a":43}', '{"a":42.25}', '{"a":7.5}', '{"a":-1}']
    const [, a] = columnsOf(
      texts.map((text) => row(text)),
      [],
    )
    expect(a?.fraction).toBe(3)
  })

  test('only grow, and stay the same object while nothing changes', () => {
    const wide = columnsOf([row('{"a":"a long text in this cell"}')], [])
    const narrow = columnsOf([row('{"a":"x"}')], wide)
    expect(narrow).toBe(wide)
  })

  test('keep their place while new ones come', () => {
    const before = columnsOf([row('{"b":1}')], [])
    const after = columnsOf([row('{"a":1,"b":1}')], before)
    expect(after.map(({ title }) => title)).toEqual(['Time', 'b', 'a'])
  })

  test('rows without JSON have their reason', () => {
    const columns = columnsOf([{ number: 1, kind: 'error', at: 0, message: 'no JSON' }], [])
    expect(columns.map(({ title }) => title)).toEqual(['Time', 'Reason'])
  })
})

describe('why there is no row', () => {
  const node = {
    kind: 'sql', id: 'q', position: { x: 0, y: 0 }, ruleId: 'r', name: 'hot', sql: 'SELECT * FROM s WHERE a > 1',
    options: {}, extra: {},
  } as const // prettier-ignore
  const status = {
    node: 'rule/r', state: 'running', rowsIn: 0, rowsOut: 0, dropped: 0, errors: 0,
  } as const // prettier-ignore
  const metrics = { status, inPerSecond: 0, outPerSecond: 0, history: [] }
  const situation = {
    node, name: 'hot', isRunning: true, metrics, kind: 'out', hasInput: true, secondsRunning: 30, now: 1000,
  } as const // prettier-ignore
  const broken = {
    ...metrics,
    status: { ...status, state: 'disconnected', message: 'refused' },
  } as const
  const filtered = { ...metrics, status: { ...status, rowsIn: 1204 } }
  test.each([
    ['not connected', { ...situation, hasInput: false, metrics: undefined }, /not connected/],
    ['drawn otherwise since the start', { ...situation, hasInput: false }, /No row has come in/],
    ['not running', { ...situation, isRunning: false }, /Not running/],
    ['added while running', { ...situation, metrics: undefined }, /after the start/],
    ['disconnected', { ...situation, metrics: broken }, /Disconnected/],
    [
      'connecting again',
      { ...situation, metrics: { ...broken, status: { ...broken.status, retryAt: 4500 } } },
      /Disconnected/,
    ],
    ['nothing came in', situation, /No row has come in/],
    ['all were filtered', { ...situation, metrics: filtered }, /1,204 rows came in, none went out/],
    [
      'some went out before',
      { ...situation, metrics: { ...filtered, status: { ...filtered.status, rowsOut: 10 } } },
      /Waiting for the next row/,
    ],
    ['no errors', { ...situation, kind: 'error' as const }, /No errors/],
  ])('%s', (_name, given, title) => {
    expect(emptyReasonOf(given).title).toMatch(title)
  })

  test('does not blame the condition where rows failed', () => {
    const failing = { ...filtered, status: { ...filtered.status, errors: 1204 } }
    expect(emptyReasonOf({ ...situation, metrics: failing }).text).toMatch(/look at Errors/)
  })

  test('says when the next try is', () => {
    const waiting = { ...broken, status: { ...broken.status, retryAt: 4500 } }
    expect(emptyReasonOf({ ...situation, metrics: waiting }).text).toBe('refused Next try in 4 s.')
  })
})

describe('long texts', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['ab\u{1F600}', 3, 'ab…'],
  ])('%j in %d characters is %j', (text, limit, short) => expect(shorten(text, limit)).toBe(short))

  test('a cell shows the beginning', () => {
    expect(printMember('x'.repeat(5_000_000))).toHaveLength(301)
    expect(printMember({ a: ['y'.repeat(1000)] })).toHaveLength(301)
  })
})
