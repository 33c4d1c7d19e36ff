import { expect, test } from 'vitest'
import { compileGoRegexp } from './go-regexp.ts'
import { compileLikePattern, likeSource } from './like-pattern.ts'

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
  expect(compiled.ok && compiled.match(text)).toBe(isMatch)
})

test('an invalid pattern is refused with the whole expression', () => {
  expect(compileLikePattern('a(b')).toEqual({
    ok: false,
    error: 'invalid LIKE pattern: error parsing regexp: missing closing ): `^a(b$`',
  })
})

/** Every text of up to four of these letters. */
function textsOf(letters: readonly string[]): string[] {
  let texts = ['']
  const all = ['']
  for (let length = 1; length <= 4; length++) {
    texts = texts.flatMap((text) => letters.map((letter) => text + letter))
    all.push(...texts)
  }
  return all
}

test('patterns of plain letters, % and _ match what their regular expressions match', () => {
  const texts = textsOf(['a', 'b', '\ud83d\ude00', '\n'])
  for (const pattern of textsOf(['a', '\ud83d\ude00', '%', '_'])) {
    const like = compileLikePattern(pattern)
    const regexp = compileGoRegexp(likeSource(pattern))
    if (!like.ok || !regexp.ok) throw new Error(pattern)
    const differ = texts.filter((text) => like.match(text) !== regexp.regexp.test(text))
    expect([pattern, differ]).toEqual([pattern, []])
  }
})

test('a pattern of many % ends on a hostile text', () => {
  const compiled = compileLikePattern(`${'%a'.repeat(40)}%b`)
  expect(compiled.ok && compiled.match('a'.repeat(20_000))).toBe(false)
})
