import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFixedFloat, formatFloat, formatPlainFloat } from './float-text.ts'
import { toJsonText } from './json-text.ts'

/** value, Go's `%v`, Go's 'f' format, Go's encoding/json */
const pairs: readonly (readonly [number, string, string, string])[] = [
  [0, '0', '0', '0'],
  [-0, '-0', '-0', '-0'],
  [1, '1', '1', '1'],
  [-1.5, '-1.5', '-1.5', '-1.5'],
  [0.1, '0.1', '0.1', '0.1'],
  [999999, '999999', '999999', '999999'],
  [1000000, '1e+06', '1000000', '1000000'],
  [1234567, '1.234567e+06', '1234567', '1234567'],
  [123456.789, '123456.789', '123456.789', '123456.789'],
  [20971520, '2.097152e+07', '20971520', '20971520'],
  [0.0001, '0.0001', '0.0001', '0.0001'],
  [0.00001, '1e-05', '0.00001', '0.00001'],
  [1e-7, '1e-07', '0.0000001', '1e-7'],
  [1.5e-7, '1.5e-07', '0.00000015', '1.5e-7'],
  [1e20, '1e+20', '100000000000000000000', '100000000000000000000'],
  [1e21, '1e+21', '1000000000000000000000', '1e+21'],
  [
    1.2345678901234568e21,
    '1.2345678901234568e+21',
    '1234567890123456800000',
    '1.2345678901234568e+21',
  ],
  [123456789012345680, '1.2345678901234568e+17', '123456789012345680', '123456789012345680'],
]

describe('texts of a float as Go has them', () => {
  test.each(pairs)('%d', (value, general, plain, json) => {
    expect(formatFloat(value)).toBe(general)
    expect(formatPlainFloat(value)).toBe(plain)
    expect(toJsonText(value)).toBe(json)
  })

  test.each([
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%d has a name', (value, name) => {
    expect(formatFloat(value)).toBe(name)
    expect(formatPlainFloat(value)).toBe(name)
    expect(() => toJsonText(value)).toThrow(`json: unsupported value: ${name}`)
  })

  test('every text reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatFloat(value))).toBe(value)
        expect(Number(formatPlainFloat(value))).toBe(value)
      }),
    )
  })
})

describe('fixed digits round half to even on the exact value', () => {
  test.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [-0.5, 0, '-0'],
    [1234.5, 0, '1234'],
    [1.005, 2, '1.00'],
    [-1.005, 2, '-1.00'],
    [0.125, 2, '0.12'],
    [2.675, 2, '2.67'],
    [1e15, 2, '1000000000000000.00'],
    [0.1, 10, '0.1000000000'],
  ])('%d to %d', (value, places, expected) => {
    expect(formatFixedFloat(value, places)).toBe(expected)
  })
})
