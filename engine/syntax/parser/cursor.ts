import type { Diagnostic, Fix } from '../diagnostic.ts'
import type { Span } from '../span.ts'
import type { Token, TokenKind } from '../token.ts'

interface ReportDetails {
  readonly hint?: string
  readonly fixes?: readonly Fix[]
}

/** The tokens of a statement, comments left out, with a position and the diagnostics found so far. */
export class Cursor {
  readonly text: string
  readonly diagnostics: Diagnostic[] = []
  readonly #tokens: readonly Token[]
  readonly #last: Token
  #index = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text
    this.#tokens = tokens.filter((token) => token.kind !== 'comment')
    const last = this.#tokens.at(-1)
    const end = { start: text.length, end: text.length }
    this.#last = last ?? { kind: 'end', text: '', span: end }
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? this.#last
  }

  kind(): TokenKind {
    return this.peek().kind
  }

  /** Takes the next token; the `end` token is never passed. */
  next(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.#index++
    return token
  }

  accept(kind: TokenKind): Token | undefined {
    return this.kind() === kind ? this.next() : undefined
  }

  /** Where the last taken token ended. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.span.end ?? 0
  }

  /** From `start` to the last taken token; empty where nothing was taken since. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) }
  }

  /** One report a place: what follows an error at the same token is only its echo. */
  report(code: string, message: string, span: Span, details: ReportDetails = {}): void {
    const previous = this.diagnostics.at(-1)
    if (previous !== undefined && span.start <= previous.span.start) return
    this.diagnostics.push({ code, severity: 'error', message, span, ...details })
  }

  /** Skips to one of `kinds` or the end, jumping over parentheses. */
  skipTo(isWanted: (token: Token) => boolean): void {
    let depth = 0
    for (;;) {
      const token = this.peek()
      if (token.kind === 'end' || token.kind === ';') return
      if (depth === 0 && isWanted(token)) return
      if (token.kind === '(') depth++
      else if (token.kind === ')') depth = Math.max(0, depth - 1)
      this.next()
    }
  }
}

/** How a token is named in a message. */
export function describe(cursor: Cursor, token: Token): string {
  if (token.kind === 'end') return 'the end of the text'
  const written = cursor.text.slice(token.span.start, token.span.end)
  return written.length > 40 ? `\`${written.slice(0, 37)}...\`` : `\`${written}\``
}
