import { describe, expect, test } from 'vitest'
import { compileGoRegexp } from './go-regexp.ts'
import { compileLikePattern } from './like-pattern.ts'

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
    expect(compiled.ok && compiled.regexp.exec(text)?.[0]).toBe(found)
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

describe('LIKE', () => {
  test.each([
    ['p%', 'pump', true],
    ['p%', 'pu\nmp', false],
    ['s_n', 's\ud83d\ude00n', true],
    ['50\\%', '50%', false],
    ['50\\%', '50\\%', true],
    ['a\\_b', 'a\\_b', true],
    ['ab*c', 'ac', true],
    ['on|off', 'onx', true],
  ])('%s on %j', (pattern, text, isMatch) => {
    const compiled = compileLikePattern(pattern)
    expect(compiled.ok && compiled.regexp.test(text)).toBe(isMatch)
  })

  test('an invalid pattern is refused with the whole expression', () => {
    expect(compileLikePattern('a(b')).toEqual({
      ok: false,
      error: 'invalid LIKE pattern: error parsing regexp: missing closing ): `^a(b$`',
    })
  })
})
