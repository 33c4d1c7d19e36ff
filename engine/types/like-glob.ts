/**
 * LIKE patterns without characters that mean something in a regular expression: plain text, `%` for
 * any characters and `_` for one. Undefined for any other pattern.
 */
export function compileLikeGlob(pattern: string): ((text: string) => boolean) | undefined {
  if (/[\\^$.*+?()[\]{}|\n]/.test(pattern)) return undefined
  const parts = /^(%?)([^%_]*)(%?)$/.exec(pattern)
  const match =
    parts === null
      ? wildcardMatch(pattern)
      : affixMatch(parts[2] ?? '', parts[1] === '%', parts[3] === '%')
  // Neither `%` nor `_` stands for a newline, so a text that has one never matches.
  return (text) => match(text) && !text.includes('\n')
}

function affixMatch(
  middle: string,
  isOpenBefore: boolean,
  isOpenAfter: boolean,
): (text: string) => boolean {
  if (isOpenBefore && isOpenAfter) return (text) => text.includes(middle)
  if (isOpenBefore) return (text) => text.endsWith(middle)
  if (isOpenAfter) return (text) => text.startsWith(middle)
  return (text) => text === middle
}

const ANY_TEXT = -1
const ANY_LETTER = -2

/** Walks the text once, going back to the last `%` only: time is at most pattern length times text length. */
function wildcardMatch(pattern: string): (text: string) => boolean {
  const tokens = Array.from(pattern, tokenOf)
  return (text) => {
    let at = 0
    let token = 0
    let retryToken = -1
    let retryAt = 0
    while (at < text.length) {
      const expected = tokens[token]
      const letter = text.codePointAt(at) ?? 0
      if (expected === ANY_TEXT) {
        retryToken = ++token
        retryAt = at
      } else if (expected === letter || expected === ANY_LETTER) {
        token++
        at += width(letter)
      } else if (retryToken < 0) {
        return false
      } else {
        token = retryToken
        retryAt += width(text.codePointAt(retryAt) ?? 0)
        at = retryAt
      }
    }
    while (tokens[token] === ANY_TEXT) token++
    return token === tokens.length
  }
}

function tokenOf(letter: string): number {
  if (letter === '%') return ANY_TEXT
  return letter === '_' ? ANY_LETTER : (letter.codePointAt(0) ?? 0)
}

function width(letter: number): number {
  return letter > 0xffff ? 2 : 1
}
