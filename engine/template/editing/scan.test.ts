import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TemplateSyntaxError, tokenize, type Token } from '../lexer.ts'
import { faultSpan, findTemplateFault } from './template-faults.ts'
import { highlightTemplate } from './highlight.ts'
import { scanTemplate } from './scan.ts'

const parts = [
  '{{', '}}', '{{-', ' -}}', '.a', '.', '$x', ':=', '|', '(', ')', '"q"', '"', '`r`', "'c'", '/* c */', ' ',
  'range', 'upper', 'true', 'nil', '-1', '0x1F', 'text', '\n', '😀', ',',
] // prettier-ignore

function tokensOf(source: string): readonly Token[] | undefined {
  try {
    return tokenize(source)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}

test('pieces are the tokens of a template that can be cut, at their places', () => {
  let compared = 0
  const inner = fc.constantFrom(...parts.filter((part) => !/[{}]{2}/.test(part)))
  const blank = fc.constantFrom(' ', '', '\n')
  const action = fc
    .tuple(fc.constantFrom('{{', '{{- '), fc.array(fc.tuple(inner, blank), { maxLength: 4 }))
    .map(([open, words]) => `${open}${words.flat().join('')}}}`)
  const text = fc.constantFrom('', 'text', ' } ')
  fc.assert(
    fc.property(fc.array(fc.tuple(text, action), { maxLength: 3 }), (actions) => {
      const source = actions.flat().join('')
      const tokens = tokensOf(source)
      if (tokens === undefined) return
      const isInside = (kind: string) => !['text', 'comment', 'open', 'close', 'end'].includes(kind)
      // Where Go sees two braces in an action, the editor sees the next one begin.
      if (tokens.some(({ kind }) => kind === 'other')) return
      const expected = tokens.filter(({ kind }) => isInside(kind))
      compared += expected.length
      const found = scanTemplate(source).filter(({ kind }) => isInside(kind))
      expect(found.map(({ kind, text, start }) => [kind, text, start])).toEqual(
        expected.map(({ kind, text, at }) => [kind, text, at]),
      )
    }),
    { numRuns: 1000 },
  )
  expect(compared).toBeGreaterThan(100)
})

test('pieces of any text are in order and as they stand there', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (words) => {
      const source = words.join('')
      let end = 0
      for (const piece of scanTemplate(source)) {
        expect(piece.start).toBeGreaterThanOrEqual(end)
        expect(piece.text).toBe(source.slice(piece.start, piece.end))
        expect(source.slice(end, piece.start).trim()).toBe('')
        end = piece.end
      }
      expect(source.slice(end).trim()).toBe('')
    }),
  )
})

test.each([
  ['a {{.b}} c', ['delimiter {{', 'field .b', 'delimiter }}']],
  ['{{- if true -}}', ['delimiter {{-', 'keyword if', 'keyword true', 'delimiter -}}']],
  [
    '{{$x := .a | trunc 3}}',
    [
      'delimiter {{',
      'field $x',
      'operator :=',
      'field .a',
      'operator |',
      'function trunc',
      'number 3',
      'delimiter }}',
    ],
  ],
  ['{{/* no */}}', ['delimiter {{', 'comment /* no */', 'delimiter }}']],
  ['{{upper "a', ['delimiter {{', 'function upper', 'error "a']],
  ['{{.a {{.b}}', ['delimiter {{', 'field .a', 'delimiter {{', 'field .b', 'delimiter }}']],
])('%s is coloured', (source, expected) => {
  const shown = highlightTemplate(source).map(
    (token) => `${token.class} ${source.slice(token.start, token.end)}`,
  )
  expect(shown).toEqual(expected)
})

test.each([
  ['{{.a.b.c}}', 4, '.a.b.c'],
  ['{{$x.b}}', 4, '$x.b'],
  ['{{.a .b}}', 2, '.a'],
  ['{{upper .a}}', 2, 'upper'],
  ['{{ .a}}', 2, ' '],
])('what failed in %s at %i is %s', (source, at, expected) => {
  const { start, end } = faultSpan(source, at)
  expect(source.slice(start, end)).toBe(expected)
})

test.each([
  ['{{.a', undefined, 'unclosed action', '{{.a'],
  ['a {{nope .a}}', undefined, 'function "nope" not defined', 'nope'],
  ['{{.a}}', 'none', '', ''],
])('%s does not parse', (source, none, message, place) => {
  const fault = findTemplateFault(source)
  if (none !== undefined) expect(fault).toBeUndefined()
  else {
    expect(fault?.message).toBe(message)
    expect(source.slice(fault?.start, fault?.end)).toBe(place)
  }
})
