/** The words of a path expression: the language of paths inside of a small expression language. */
export interface PathToken {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

export class PathSyntaxError extends Error {
  constructor(source: string, at: number, reason: string, end = at + 1) {
    super(`parsing error: ${source}\t:1:${at + 1} - 1:${end + 1} ${reason}`)
    this.name = 'PathSyntaxError'
  }
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy
const TEXT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y
const SINGLE_QUOTED = /'(?:[^'\\\n]|\\.)*'/y
const SYMBOL = /\*\*|\.\.|&&|\|\||==|!=|<=|>=|=~|!~|\?\?|[$@.*[\](){}:?,!<>+\-/%&|^]/y

export function tokenizePath(source: string): PathToken[] {
  const tokens: PathToken[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    if (/\s/.test(source[at] ?? '')) {
      at++
      continue
    }
    const token = readToken(source, at, take)
    tokens.push(token)
    at += token.kind === 'text' ? (take(TEXT) ?? '').length : token.text.length
  }
  tokens.push({ kind: 'end', text: '', at })
  return tokens
}

function readToken(
  source: string,
  at: number,
  take: (pattern: RegExp) => string | undefined,
): PathToken {
  const text = take(TEXT)
  if (text !== undefined) return { kind: 'text', text: unquote(text, source, at), at }
  // A single quote is a character literal in the language eKuiper uses, so a word in it is none.
  const single = take(SINGLE_QUOTED)
  if (single !== undefined) {
    const reason = 'could not parse string: invalid syntax'
    throw new PathSyntaxError(source, at, reason, at + single.length)
  }
  const isAfterDots = source[at - 1] === '.'
  const number = isAfterDots && source[at] === '.' ? undefined : take(NUMBER)
  if (number !== undefined) return { kind: 'number', text: number, at }
  const name = take(NAME)
  if (name !== undefined) return { kind: 'name', text: name, at }
  const symbol = take(SYMBOL)
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at }
  throw new PathSyntaxError(source, at, `unexpected ${JSON.stringify(source[at] ?? '')}`)
}

function unquote(text: string, source: string, at: number): string {
  if (text.startsWith('`')) return text.slice(1, -1)
  try {
    return JSON.parse(text.replace(/\\x([\da-fA-F]{2})/g, '\\u00$1')) as string
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new PathSyntaxError(source, at, 'could not parse string: invalid syntax')
  }
}
