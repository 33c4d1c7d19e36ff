import { formatLayout, parseLayout, type LayoutPart } from './time-layout.ts'
import { parseWithLayout } from './time-parse.ts'
import type { DateTime } from './value.ts'

/**
 * eKuiper's own date patterns (`yyyy-MM-dd HH:mm:ss`). They are translated to Go's layouts, so letters
 * that mean nothing here may still mean something there (`2006`, `Jan`); runs that are too long vanish.
 */
export type TimePattern =
  | { readonly ok: true; readonly parts: readonly LayoutPart[] }
  | { readonly ok: false; readonly error: string }

/** What a run of one letter becomes by its length; a run stops one past the longest. */
const RUNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['M', ['1', '01', 'Jan', 'January']],
  ['d', ['2', '02']],
  ['h', ['3', '03']],
  ['m', ['4', '04']],
  ['s', ['5', '05']],
  ['X', ['-07', '-0700', '-07:00']],
])

const SINGLE: ReadonlyMap<string, string> = new Map([
  ['G', 'AD'],
  ['a', 'PM'],
  ['z', 'MST'],
  ['Z', '-0700'],
])

export function compileTimePattern(pattern: string): TimePattern {
  const letters = [...pattern]
  let layout = ''
  for (let i = 0; i < letters.length;) {
    const letter = letters[i] ?? ''
    if (letter === '\\') {
      const escaped = letters[i + 1]
      if (escaped === undefined) return { ok: false, error: `${pattern} is invalid` }
      layout += escaped
      i += 2
      continue
    }
    if (letter === "'") {
      const quoted = readQuoted(letters, i)
      if (quoted === undefined) {
        return { ok: false, error: `time format ${pattern} ends with a lone quote` }
      }
      layout += quoted.text
      i = quoted.end
      continue
    }
    const longest = longestRun(letter)
    const length = runLength(letters, i, longest)
    const piece = translateRun(letter, length, pattern)
    if (!piece.ok) return piece
    layout += piece.text
    i += length
  }
  return { ok: true, parts: parseLayout(layout) }
}

export function formatTimePattern(time: DateTime, pattern: TimePattern & { ok: true }): string {
  return formatLayout(time, pattern.parts)
}

/** Parses as TIMESTAMP_FORMAT does; undefined where the text does not match. */
export function parseTimePattern(
  text: string,
  pattern: TimePattern & { ok: true },
): DateTime | undefined {
  return parseWithLayout(text, pattern.parts)
}

type Piece =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string }

function longestRun(letter: string): number {
  if (letter === 'S') return Infinity
  if (letter === 'y' || letter === 'Y' || letter === 'E') return 5
  if (letter === 'H') return 3
  const forms = RUNS.get(letter)
  return forms === undefined ? 1 : forms.length + 1
}

function runLength(letters: readonly string[], from: number, longest: number): number {
  let length = 1
  while (length < longest && letters[from + length] === letters[from]) length++
  return length
}

function translateRun(letter: string, length: number, pattern: string): Piece {
  switch (letter) {
    case 'y':
    case 'Y':
      if (length === 4) return { ok: true, text: '2006' }
      if (length === 2) return { ok: true, text: '06' }
      return { ok: false, error: `invalid time format ${pattern} for Y/y` }
    case 'E':
      if (length === 3) return { ok: true, text: 'Mon' }
      if (length === 4) return { ok: true, text: 'Monday' }
      return { ok: false, error: `invalid time format ${pattern} for E` }
    case 'H':
      if (length === 2) return { ok: true, text: '15' }
      return { ok: false, error: `invalid time format ${pattern} of H, only HH is supported` }
    case 'S':
      return { ok: true, text: `.${'0'.repeat(length)}` }
    default: {
      const forms = RUNS.get(letter)
      if (forms !== undefined) return { ok: true, text: forms[length - 1] ?? '' }
      return { ok: true, text: SINGLE.get(letter) ?? letter }
    }
  }
}

/** `''` is a quote; `'text'` is text; a text that is not closed runs to the end. */
function readQuoted(
  letters: readonly string[],
  from: number,
): { text: string; end: number } | undefined {
  if (from + 1 >= letters.length) return undefined
  if (letters[from + 1] === "'") return { text: "'", end: from + 2 }
  const close = letters.indexOf("'", from + 1)
  const end = close < 0 ? letters.length : close
  return { text: letters.slice(from + 1, end).join(''), end: end + 1 }
}
