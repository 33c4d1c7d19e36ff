import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExactJson, printExactJson, withFloats } from './exact-json.ts'

const plain = fc.jsonValue()

test.each([undefined, 2])('without big integers it is JSON, indented by %s', (indent) => {
  fc.assert(
    fc.property(plain, (value) => {
      const text = JSON.stringify(value, null, indent)
      expect(printExactJson(value, indent)).toBe(text)
      expect(parseExactJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
      expect(withFloats(value)).toBe(value)
    }),
  )
})

test.each([
  ['[9007199254740991, 9007199254740993]', [9007199254740991, 9007199254740993n]],
  ['{"a": -12345678901234567890}', { a: -12345678901234567890n }],
  ['{"9007199254740993": "9007199254740993"}', { '9007199254740993': '9007199254740993' }],
  [
    '["integer:9007199254740993", 9007199254740993]',
    ['integer:9007199254740993', 9007199254740993n],
  ],
  ['["\\"9007199254740993", 9007199254740993.5]', ['"9007199254740993', 9007199254740994]],
  ['[9007199254740992, 100000000000000000000]', [9007199254740992, 1e20]],
  ['1000000000000000000000', 10n ** 21n],
  ['9007199254740993e2', 900719925474099300],
])('%s is read with its digits', (text, value) => {
  expect(parseExactJson(text)).toEqual({ ok: true, value })
})

test('what is no JSON is refused at its place', () => {
  expect(parseExactJson('[9007199254740993,]')).toMatchObject({ ok: false, offset: 18 })
})

test('bigints are printed as integers, and as numbers for what runs', () => {
  const value = { a: [9007199254740993n], b: undefined, c: {} }
  expect(printExactJson(value)).toBe('{"a":[9007199254740993],"c":{}}')
  expect(printExactJson(value, 1)).toBe('{\n "a": [\n  9007199254740993\n ],\n "c": {}\n}')
  expect(withFloats(value)).toEqual({ a: [9007199254740992], b: undefined, c: {} })
})
