import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { createLinearSearch, createNativeSearch, type Search } from './go-regexp-search.ts'
import { nativeRegexp } from './native-regexp.ts'

describe('which patterns JavaScript may match', () => {
  test.each([
    '^pump-[0-9]+$',
    '[0-9]+',
    '([0-9]+)',
    'room [5-9]..',
    '^[a-z]+-[0-9]+\\.log$',
    '^.*$',
    'a?b',
    '\\d\\d:\\d\\d',
    '[a-z0-9_-]+',
  ])('%s', (pattern) => {
    expect(nativeRegexp(pattern)).toBeInstanceOf(RegExp)
  })

  test.each([
    // Giving back what was taken could help.
    '^a*a',
    '^.*x$',
    '^[a-z]+[a-z0-9]$',
    '^a?a?a?aaa',
    '^(a+)+$',
    // Every start could cost the whole text.
    '[0-9]+x',
    '[0-9]+$',
    'a*b',
    // Not the same in JavaScript, or not looked into.
    '(?i)a',
    'a|b',
    'a{2}',
    'a+?',
    '\\bx',
    '\\pL',
    '[[:alpha:]]',
    '\\z',
    '\u6e29',
    'a^',
    '(?P<n>a)',
  ])('not %s', (pattern) => {
    expect(nativeRegexp(pattern)).toBeUndefined()
  })
})

const atom = fc.constantFrom('a', '-', '1', '.', '\\d', '\\w', '\\s', '[a-z]', '[^a]', '(a)', '\\-')
const piece = fc
  .tuple(atom, fc.constantFrom('', '', '*', '+', '?'))
  .map(([letters, repetition]) => (letters.endsWith(')') ? letters : letters + repetition))
const pattern = fc
  .tuple(fc.constantFrom('', '^'), fc.array(piece, { maxLength: 4 }), fc.constantFrom('', '$'))
  .map(([start, pieces, end]) => start + pieces.join('') + end)
const text = fc
  .array(fc.constantFrom('a', '1', '-', ' ', '\n', '\u00e9', '\ud83d\ude00', '\u00a0'), {
    maxLength: 8,
  })
  .map((letters) => letters.join(''))

function allOf(search: Search, of: string) {
  const matches = []
  for (const match of search.matches(of)) matches.push([match.start, match.end, match.group(1)])
  return { test: search.test(of), find: search.find(of), matches }
}

test('both engines agree on every pattern that JavaScript may match', () => {
  fc.assert(
    fc.property(pattern, text, (source, of) => {
      const native = nativeRegexp(source)
      if (native === undefined) return fc.pre(false)
      const linear = createLinearSearch(RE2JS.compile(source))
      expect(allOf(createNativeSearch(native), of)).toEqual(allOf(linear, of))
    }),
    { numRuns: 3000, maxSkipsPerRun: 50 },
  )
})
