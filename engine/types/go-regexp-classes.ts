/** Character classes of RE2, each as the inside of a JavaScript class, and letters of equal case. */

export const POSIX: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['ascii', '\\x00-\\x7f'],
  ['blank', '\\t '],
  ['cntrl', '\\x00-\\x1f\\x7f'],
  ['digit', '0-9'],
  ['graph', '!-~'],
  ['lower', 'a-z'],
  ['print', ' -~'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', '\\t\\n\\v\\f\\r '],
  ['upper', 'A-Z'],
  ['word', '0-9A-Za-z_'],
  ['xdigit', '0-9A-Fa-f'],
])

export const CONTROL: ReadonlyMap<string, string> = new Map([
  ['a', '\\x07'],
  ['f', '\\f'],
  ['t', '\\t'],
  ['n', '\\n'],
  ['r', '\\r'],
  ['v', '\\v'],
])

export const PERL_CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['s', '\\t\\n\\f\\r '],
  ['w', '0-9A-Za-z_'],
])

export function classText(letter: string): string {
  return /[\\\]^[-]/.test(letter) ? `\\${letter}` : letter
}

export function otherCases(letter: string): string[] {
  const forms = [letter.toLowerCase(), letter.toUpperCase()]
  // U+212A and U+017F fold to k and s.
  if (letter === 'k' || letter === 'K') forms.push('\u212a')
  if (letter === 's' || letter === 'S') forms.push('\u017f')
  return forms.filter((form) => form !== letter && [...form].length === 1)
}

export function otherCasesOfRange(low: string, high: string): string[] {
  const from = low.codePointAt(0) ?? 0
  const to = Math.min(high.codePointAt(0) ?? 0, from + 1000)
  const others: string[] = []
  for (let code = from; code <= to; code++) others.push(...otherCases(String.fromCodePoint(code)))
  return others
}

/** The inside of a class that holds everything but `set`. */
export function complement(set: string): string {
  const ranges: [number, number][] = []
  const inside = new RegExp(`[${set}]`, 'u')
  for (let code = 0; code < 128; code++) {
    if (inside.test(String.fromCodePoint(code))) continue
    const last = ranges.at(-1)
    if (last?.[1] === code - 1) last[1] = code
    else ranges.push([code, code])
  }
  const text = (code: number) => `\\u{${code.toString(16)}}`
  const low = ranges.map(([from, to]) => `${text(from)}-${text(to)}`).join('')
  return `${low}\\u{80}-\\u{10ffff}`
}
