import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from './go-regexp.ts'

describe('what RE2 has and JavaScript writes differently', () => {
  test.each([
    ['(?P<n>a)', 'a', 'a'],
    ['(?i)AbC', 'xabcx', 'abc'],
    ['(?i:a)b', 'Ab AB', 'Ab'],
    ['[[:word:]]+', '..xx_1', 'xx_1'],
    ['[^[:alpha:]]', 'ab1', '1'],
    ['\\Qa.b\\E', 'axb a.b', 'a.b'],
    ['\\pN', 'a1', '1'],
    ['\\p{Han}+', 'x\u6e29\u5ea6', '\u6e29\u5ea6'],
    ['\\PL', 'ab1', '1'],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['a.b', 'a\rb', 'a\rb'],
    ['(?m)^cd$', 'ab\ncd\nef', 'cd'],
    ['(?U)a+', 'aaa', 'a'],
    ['\\x{41}\\x42\\103', 'ABC', 'ABC'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['\\Ab\\z', 'b', 'b'],
    ['[]a]+', ']a', ']a'],
    ['[a\\-z]+', 'a-z', 'a-z'],
    ['.', '\ud83d\ude00', '\ud83d\ude00'],
    ['[\\D]+', '1ab', 'ab'],
    ['x*', 'y', ''],
    ['\\_', '_', '_'],
  ])('%s', (pattern, text, found) => {
    const compiled = compileGoRegexp(pattern)
    expect(compiled.ok && compiled.regexp.find(text)).toBe(found)
  })
})

describe('what RE2 refuses, in its words', () => {
  test.each([
    ['a(', 'missing closing ): `a(`'],
    ['a)', 'unexpected ): `a)`'],
    ['[a', 'missing closing ]: `[a`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['x{2,1}', 'invalid repeat count: `{2,1}`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?i=a)', 'invalid or unsupported Perl syntax: `(?i=`'],
    ['(?<=a)', 'invalid named capture: `(?<=a)`'],
    ['(?z)', 'invalid or unsupported Perl syntax: `(?z`'],
    ['\\y', 'invalid escape sequence: `\\y`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
  ])('%s', (pattern, error) => {
    expect(compileGoRegexp(pattern)).toEqual({
      ok: false,
      error: `error parsing regexp: ${error}`,
    })
  })
})

const compile = (pattern: string) => {
  const compiled = compileGoRegexp(pattern)
  if (!compiled.ok) throw new Error(compiled.error)
  return compiled.regexp
}

describe('all matches, as Go counts them', () => {
  test.each([
    ['a*', 'baaac', ['', 'aaa', '']],
    ['.|', 'ab', ['a', 'b']],
    ['a|', 'aab', ['a', 'a', '']],
    ['\u6e29?', '\u6e29\ud83d\ude00', ['\u6e29', '']],
    ['x', 'y', []],
  ])('%s in %s', (pattern, text, found) => {
    expect(compile(pattern).findAll(text)).toEqual(found)
  })
})

describe('replacing', () => {
  test.each([
    ['(a)(?P<x>b)?', 'ab a', '[$x|$1]', '[b|a] [|a]'],
    ['(a)', 'aa', '${1}x$1x', 'axax'],
    ['a', 'a', '$$ ${ $ ${1', '$ ${ $ ${1'],
    ['a', 'a', '$9$0$00', 'a'],
    ['(?P<n>a)|(?P<n>b)', 'ab', '<$n>', '<a><>'],
    ['', 'ab', '-', '-a-b-'],
  ])('%s in %s by %s', (pattern, text, template, result) => {
    expect(compile(pattern).replaceAll(text, template)).toBe(result)
  })

  test('literally', () => {
    expect(compile('(a)').replaceAllLiteral('aa', '$1')).toBe('$1$1')
  })
})

describe('splitting', () => {
  test.each([
    [',', 'a,b,', -1, ['a', 'b', '']],
    [',', 'a,b,c', 2, ['a', 'b,c']],
    ['', 'ab', -1, ['a', 'b']],
    [',', '', -1, ['']],
    ['a', 'b', 0, []],
  ])('%s on %s at most %d', (pattern, text, limit, pieces) => {
    expect(compile(pattern).split(text, limit)).toEqual(pieces)
  })
})

// Each takes a backtracking matcher longer than the universe exists.
test.each([
  ['(a+)+$', `${'a'.repeat(50_000)}b`],
  ['^(\\w+\\s?)*$', `${'word '.repeat(10_000)}!`],
  ['(x+x+)+y', 'x'.repeat(20_000)],
])('%s ends on a hostile text', (pattern, text) => {
  const regexp = compile(pattern)
  expect(regexp.test(text)).toBe(false)
  expect(regexp.find(text)).toBeUndefined()
  expect(regexp.replaceAll(text, '$0')).toBe(text)
})
