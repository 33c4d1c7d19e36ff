import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteGo, unquoteGo } from './go-string.ts'
import { tokenize } from './lexer.ts'

const kinds = (text: string): string =>
  tokenize(text)
    .map((token) => (token.kind === token.text ? token.kind : `${token.kind}:${token.text}`))
    .join(' ')

test.each([
  ['SeLeCt a', 'SELECT identifier:a end:'],
  ['a ! = b', 'identifier:a != identifier:b end:'],
  ['a ! b', 'identifier:a = identifier:b end:'],
  ['a - > b', 'identifier:a -> identifier:b end:'],
  ['a - - b\nc', 'identifier:a comment:- - b identifier:c end:'],
  ['a / * x */ b', 'identifier:a comment:/ * x */ identifier:b end:'],
  ['/* open *', 'bad-comment:/* open * end:'],
  ['- . 5', 'number:-.5 end:'],
  ['a -.b', 'identifier:a - identifier:b end:'],
  ['1.2.3 .5. 3.', 'number:1.2.3 number:.5. number:3. end:'],
  ['1AS x', 'integer:1 AS identifier:x end:'],
  ['`a b` `` `open', 'identifier:a b identifier: identifier:open end:'],
  [`'it\\'s' "say \\"go\\""`, `single-quoted:it's string:say "go" end:`],
  [`'a "b" c'`, 'single-quoted:a "b" c end:'],
  [`'it\\''`, `bad-string:it'' end:`],
  ['"a\\d"', 'bad-escape:a\\d end:'],
  ['"a\nb"', 'bad-escape:a\nb end:'],
  ['"\\x41\\101\\u00e9\\U0001F600"', 'string:AAé😀 end:'],
  ['"\\xc3\\xa9"', 'string:é end:'],
  ['"\\ud800"', 'bad-escape:\\ud800 end:'],
  ['a\u00a0b', 'identifier:a illegal:\u00a0 identifier:b end:'],
  ['a \0 b', 'identifier:a end:'],
  ['a > = b < = c', 'identifier:a >= identifier:b <= identifier:c end:'],
  ['null stream table', 'identifier:null identifier:stream identifier:table end:'],
])('%j is %s', (text, expected) => {
  expect(kinds(text)).toBe(expected)
})

test('never throws, and every token lies inside the text after the one before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      let end = 0
      for (const { span } of tokenize(text)) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        expect(span.end).toBeGreaterThanOrEqual(span.start)
        expect(span.end).toBeLessThanOrEqual(text.length)
        end = span.end
      }
    }),
  )
})

test('a quoted text reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      expect(unquoteGo(quoteGo(value).slice(1, -1))).toBe(value)
      expect(tokenize(quoteGo(value))[0]).toMatchObject({ kind: 'string', text: value })
    }),
  )
})
