import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJsonText } from './json-parse.ts'

describe('errors are worded as Go words them', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['hello', "invalid character 'h' looking for beginning of value"],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['1 x', "invalid character 'x' after top-level value"],
    ['"a', 'unexpected end of JSON input'],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['1e+', "invalid character ' ' in exponent of numeric literal"],
    ['\u00e9', "invalid character '\u00c3' looking for beginning of value"],
    ['\u0001', "invalid character '\\x01' looking for beginning of value"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['"\\u12x"', "invalid character 'x' in \\u hexadecimal character escape"],
    ['nulx', "invalid character 'x' in literal null (expecting 'l')"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\q"', "invalid character 'q' in string escape code"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1e400', 'json: cannot unmarshal number 1e400 into Go value of type float64'],
  ])('%j', (text, error) => {
    expect(parseJsonText(text)).toEqual({ ok: false, error })
  })
})

test('it accepts and refuses what JSON.parse does, and gives the same values', () => {
  const texts = fc.oneof(fc.json(), fc.string(), fc.stringMatching(/^[[\]{}":,0-9eE+.\-\\u a-f]*$/))
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseJsonText(text)
      let expected: unknown
      try {
        expected = JSON.parse(text)
      } catch {
        expect(parsed.ok).toBe(false)
        return
      }
      if (/\d[eE]\+?\d{3,}|\d{300,}/.test(text)) return
      expect(parsed.ok && JSON.parse(JSON.stringify(parsed.value))).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test('keys such as __proto__ are just keys', () => {
  const parsed = parseJsonText('{"__proto__":{"x":1},"constructor":2}')
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__', 'constructor'])
})

test('absurd nesting is an error, not a crash', () => {
  const deep = '['.repeat(1_000) + ']'.repeat(1_000)
  expect(parseJsonText(deep).ok).toBe(true)
  expect(parseJsonText(`[${deep}]`)).toEqual({ ok: false, error: 'exceeded max depth' })
})
