import { RE2JS, RE2JSException, RE2JSSyntaxException, type Matcher } from 're2js'
import { expandTemplate, type Match } from './go-regexp-template.ts'

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
    return { ok: true, regexp: new LinearRegexp(parse(pattern)) }
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    return { ok: false, error: goError(cause) }
  }
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
  private readonly regexp: RE2JS
  private readonly names: Readonly<Record<string, number>>

  constructor(regexp: RE2JS) {
    this.regexp = regexp
    this.names = regexp.namedGroups()
  }

  test(text: string): boolean {
    return this.regexp.test(text)
  }

  find(text: string): string | undefined {
    // Most texts do not match, and telling so is several times cheaper than finding where.
    if (!this.regexp.test(text)) return undefined
    return this.regexp.exec(text)?.[0] as string | undefined
  }

  findAll(text: string): string[] {
    const found: string[] = []
    this.eachMatch(text, (_, start, end) => {
      found.push(text.slice(start, end))
    })
    return found
  }

  replaceAll(text: string, template: string): string {
    if (!template.includes('$')) return this.replaceAllLiteral(text, template)
    return this.replace(text, (matcher) => expandTemplate(template, this.matchOf(matcher)))
  }

  replaceAllLiteral(text: string, replacement: string): string {
    return this.replace(text, () => replacement)
  }

  split(text: string, limit: number): string[] {
    if (limit === 0) return []
    if (text === '' && this.regexp.pattern() !== '') return ['']
    const pieces: string[] = []
    let from = 0
    let lastStart = 0
    this.eachMatch(text, (_, start, end) => {
      if (limit > 0 && pieces.length === limit - 1) return 'stop'
      lastStart = start
      if (end !== 0) pieces.push(text.slice(from, start))
      from = end
      return undefined
    })
    if (lastStart !== text.length) pieces.push(text.slice(from))
    return pieces
  }

  private replace(text: string, replacement: (matcher: Matcher) => string): string {
    if (!this.regexp.test(text)) return text
    let result = ''
    let from = 0
    this.eachMatch(text, (matcher, start, end) => {
      result += text.slice(from, start) + replacement(matcher)
      from = end
    })
    return result + text.slice(from)
  }

  private eachMatch(
    text: string,
    visit: (matcher: Matcher, start: number, end: number) => 'stop' | undefined | void,
  ): void {
    const matcher = this.regexp.matcher(text)
    let lastEnd = -1
    while (matcher.find()) {
      const start = matcher.start()
      const end = matcher.end()
      if (start === end && start === lastEnd) continue
      lastEnd = end
      if (visit(matcher, start, end) === 'stop') return
    }
  }

  private matchOf(matcher: Matcher): Match {
    return {
      group: (index) => (index > matcher.groupCount() ? '' : (matcher.group(index) ?? '')),
      named: (name) => {
        const index = this.names[name]
        return index === undefined ? '' : (matcher.group(index) ?? '')
      },
    }
  }
}
