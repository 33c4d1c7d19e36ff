import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'
import {
  createLinearSearch,
  createNativeSearch,
  type Match,
  type Search,
} from './go-regexp-search.ts'
import { expandTemplate } from './go-regexp-template.ts'
import { nativeRegexp } from './native-regexp.ts'

/**
 * Go's regular expressions (RE2): their syntax, their matches and their refusals, each in time linear
 * in the text, whatever the pattern and the text are.
 */
export interface GoRegexp {
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean
  /** The leftmost match. */
  find(text: string): string | undefined
  /** Every match from left to right; an empty one right behind another does not count, as in Go. */
  findAll(text: string): string[]
  /** The text with every match replaced; `$1`, `${1}` and `${name}` in the template stand for groups. */
  replaceAll(text: string, template: string): string
  /** As `replaceAll`, with the replacement taken as it is. */
  replaceAllLiteral(text: string, replacement: string): string
  /** The pieces between the matches, at most `limit` unless that is negative. */
  split(text: string, limit: number): string[]
}

export type RegexpResult =
  { readonly ok: true; readonly regexp: GoRegexp } | { readonly ok: false; readonly error: string }

export function compileGoRegexp(pattern: string): RegexpResult {
  try {
    return { ok: true, regexp: new LinearRegexp(pattern, searchFor(pattern)) }
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    return { ok: false, error: goError(cause) }
  }
}

function searchFor(pattern: string): Search {
  const regexp = parse(pattern)
  const native = nativeRegexp(pattern)
  return native === undefined ? createLinearSearch(regexp) : createNativeSearch(native)
}

/** Go lets several groups have one name; here the later ones lose it. */
function parse(pattern: string): RE2JS {
  for (let text = pattern; ;) {
    try {
      return RE2JS.compile(text)
    } catch (cause) {
      if (!(cause instanceof RE2JSSyntaxException)) throw cause
      if (cause.error !== 'duplicate capture group name') throw cause
      text = withoutLastGroupName(text, cause.input ?? '')
    }
  }
}

function withoutLastGroupName(pattern: string, name: string): string {
  const [from, length] = [`(?P<${name}>`, `(?<${name}>`]
    .map((open) => [pattern.lastIndexOf(open), open.length] as const)
    .reduce((a, b) => (a[0] > b[0] ? a : b))
  return `${pattern.slice(0, from)}(${pattern.slice(from + length)}`
}

function goError(cause: RE2JSException): string {
  const isBare = cause instanceof RE2JSSyntaxException && cause.input === null
  return isBare ? `${cause.message}: \`\`` : cause.message
}

class LinearRegexp implements GoRegexp {
  private readonly pattern: string
  private readonly search: Search

  constructor(pattern: string, search: Search) {
    this.pattern = pattern
    this.search = search
  }

  test(text: string): boolean {
    return this.search.test(text)
  }

  find(text: string): string | undefined {
    return this.search.find(text)
  }

  findAll(text: string): string[] {
    return [...this.matches(text)].map(({ start, end }) => text.slice(start, end))
  }

  replaceAll(text: string, template: string): string {
    if (!template.includes('$')) return this.replaceAllLiteral(text, template)
    return this.replace(text, (match) => expandTemplate(template, match))
  }

  replaceAllLiteral(text: string, replacement: string): string {
    return this.replace(text, () => replacement)
  }

  split(text: string, limit: number): string[] {
    if (limit === 0) return []
    if (text === '' && this.pattern !== '') return ['']
    const pieces: string[] = []
    let from = 0
    let lastStart = 0
    for (const { start, end } of this.matches(text)) {
      if (limit > 0 && pieces.length === limit - 1) break
      lastStart = start
      if (end !== 0) pieces.push(text.slice(from, start))
      from = end
    }
    if (lastStart !== text.length) pieces.push(text.slice(from))
    return pieces
  }

  private replace(text: string, replacement: (match: Match) => string): string {
    // Most texts do not match, and telling so is several times cheaper than finding where.
    if (!this.search.test(text)) return text
    let result = ''
    let from = 0
    for (const match of this.matches(text)) {
      result += text.slice(from, match.start) + replacement(match)
      from = match.end
    }
    return result + text.slice(from)
  }

  private *matches(text: string): Generator<Match> {
    let lastEnd = -1
    for (const match of this.search.matches(text)) {
      if (match.start === match.end && match.start === lastEnd) continue
      lastEnd = match.end
      yield match
    }
  }
}
