import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, millisecondsOf, parseDuration } from './duration.ts'

describe('texts of durations', () => {
  test.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1_500n, '1.5\u00b5s'],
    [1_500_000n, '1.5ms'],
    [1_500_000_000n, '1.5s'],
    [60_000_000_000n, '1m0s'],
    [90_061_001_000_000n, '25h1m1.001s'],
    [-5_000_000_000n, '-5s'],
    [2n ** 63n - 1n, '2562047h47m16.854775807s'],
    [-(2n ** 63n), '-2562047h47m16.854775808s'],
  ])('%d', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text)
  })

  test.each([
    ['1h30m', 5_400_000_000_000n],
    ['-1.5h', -5_400_000_000_000n],
    ['0', 0n],
    ['+5s', 5_000_000_000n],
    ['.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['1us', 1_000n],
    ['-9223372036854775808ns', -(2n ** 63n)],
  ])('%s is read', (text, nanoseconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, nanoseconds })
  })

  test.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['s', 'time: invalid duration "s"'],
    ['1', 'time: missing unit in duration "1"'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['1h 2m', 'time: unknown unit "h " in duration "1h 2m"'],
    ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ['3000000h', 'time: invalid duration "3000000h"'],
  ])('%j is refused', (text, error) => {
    expect(parseDuration(text)).toEqual({ ok: false, error })
  })

  test('every duration reads back from its text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toEqual({ ok: true, nanoseconds })
      }),
    )
  })

  test.each([
    [250, 250],
    ['1m30s', 90_000],
    ['1500us', 1.5],
    ['10', undefined],
  ])('%j as milliseconds is %j', (value, ms) => {
    expect(millisecondsOf(value)).toBe(ms)
  })
})
