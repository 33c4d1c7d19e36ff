import { describe, expect, test } from 'vitest'
import {
  MIN_INT64,
  parseGoFloat,
  parseGoInteger,
  toBooleanLoose,
  toBytes,
  toDateTime,
  toInt64Loose,
  toInt64Strict,
  toText,
} from './cast.ts'
import { createRecord, type Value } from './value.ts'

test.each([
  ['0x1f', 31n],
  ['010', 8n],
  ['0o17', 15n],
  ['0b101', 5n],
  ['1_000', 1000n],
  ['+7', 7n],
  ['-9223372036854775808', MIN_INT64],
  ['9223372036854775808', undefined],
  ['12.9', undefined],
  ['1e3', undefined],
  [' 12', undefined],
  ['08', undefined],
  ['', undefined],
])('the text %s as an integer', (text, expected) => {
  expect(parseGoInteger(text)).toBe(expected)
})

test.each([
  ['1e3', 1000],
  ['-.5', -0.5],
  ['1_000', 1000],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['NaN', NaN],
  ['0x1p4', 16],
  ['0x10', undefined],
  ['1,5', undefined],
  ['1e400', undefined],
  ['', undefined],
])('the text %s as a float', (text, expected) => {
  expect(parseGoFloat(text)).toBe(expected)
})

describe('strict and loose integers', () => {
  test.each<[Value, bigint | string, bigint | string]>([
    [5n, 5n, 5n],
    [5, 5n, 5n],
    [1.5, 'cannot convert float64(1.5) to int', 1n],
    [-1.5, 'cannot convert float64(-1.5) to int', -1n],
    [1e20, MIN_INT64, MIN_INT64],
    [Infinity, 'cannot convert float64(+Inf) to int', MIN_INT64],
    ['12', 'cannot convert string(12) to int', 12n],
    [true, 'cannot convert bool(true) to int', 1n],
    [[1], 'cannot convert []interface {}([1]) to int', 'cannot convert []interface {}([1]) to int'],
  ])('case %#', (value, strict, loose) => {
    const outcome = (result: ReturnType<typeof toInt64Strict>) =>
      result.ok ? result.value : result.error
    expect(outcome(toInt64Strict(value))).toBe(strict)
    expect(outcome(toInt64Loose(value))).toBe(loose)
  })
})

test('booleans are read from the texts Go knows', () => {
  expect(['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => toBooleanLoose(text))).toEqual(
    Array(6).fill({ ok: true, value: true }),
  )
  expect(toBooleanLoose('no')).toEqual({
    ok: false,
    error: 'strconv.ParseBool: parsing "no": invalid syntax',
  })
})

test('a text that is base64 is decoded, any other stands for its bytes', () => {
  expect(toBytes('aGk=')).toEqual({ ok: true, value: Uint8Array.of(104, 105) })
  expect(toBytes('hi!')).toEqual({ ok: true, value: Uint8Array.of(104, 105, 33) })
  expect(toBytes(5)).toEqual({ ok: false, error: 'cannot convert float64(5) to bytea' })
})

test('nested values are printed with sorted keys', () => {
  const record = createRecord()
  record['b'] = 1
  record['a'] = ['x', null]
  expect(toText(record)).toBe('map[a:[x <nil>] b:1]')
})

test.each([
  [1.9, 1],
  [-1.9, -1],
  [Infinity, -(2 ** 63)],
  [NaN, -(2 ** 63)],
  [1e300, -(2 ** 63)],
])('the number %d as a time', (value, epochMs) => {
  expect(toDateTime(value)).toMatchObject({ ok: true, value: { epochMs } })
})
