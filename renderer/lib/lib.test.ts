import { describe, expect, test } from 'vitest'
import { dumpBytes } from './dump-bytes.ts'
import { formatBounded, formatCount, formatElapsed, formatRate, formatShort } from './format.ts'
import { isSameJson, parseJson, printCell, printJson } from './json.ts'

describe('figures', () => {
  test.each([
    [0, '0'], [0.5, '0.5'], [9.94, '9.9'], [9.96, '10'], [40, '40'], [999, '999'], [999.6, '1.0k'],
    [1204, '1.2k'], [9949, '9.9k'], [12_345, '12k'], [1_250_000, '1.3M'],
  ])('%d is short as %s', (value, text) => expect(formatShort(value)).toBe(text)) // prettier-ignore

  test.each([
    [0, '0/s'],
    [0.25, '0.3/s'],
    [1204.4, '1,204/s'],
  ])('%d a second is %s', (value, text) => expect(formatRate(value)).toBe(text))

  test.each([
    [900, '0s'],
    [134_000, '2m 14s'],
    [3_725_000, '1h 02m'],
  ])('%d ms is %s', (ms, text) => expect(formatElapsed(ms)).toBe(text))

  test.each([
    [9999, '9,999'],
    [123_456, '123k'],
  ])('%d is in full up to the limit: %s', (count, text) =>
    expect(formatBounded(count, 9999)).toBe(text),
  )

  test('counts have thousands', () => expect(formatCount(161_336)).toBe('161,336'))
})

describe('JSON', () => {
  test('integers beyond float64 are kept where the engine of the window gives their text', () => {
    const value = parseJson('{"id":9007199254740993}')
    const printed = printJson(value)
    expect(['{"id":9007199254740993}', '{"id":9007199254740992}']).toContain(printed)
  })

  test.each([
    ['text', 'text'],
    [undefined, ''],
    [null, 'null'],
    [{ a: [1, 'x'] }, '{"a":[1,"x"]}'],
  ])('%j in a cell is %s', (value, text) => expect(printCell(value)).toBe(text))

  test.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{ a: undefined }, {}, false],
    [null, {}, false],
  ])('%j and %j are the same: %s', (a, b, isSame) => expect(isSameJson(a, b)).toBe(isSame))
})

test('bytes are shown with the characters they stand for', () => {
  expect(dumpBytes(new Uint8Array([123, 34, 0, 255, 65]))).toBe('7b 22 00 ff 41           {"..A')
})
