/** The window's only way to the SQL language: diagnostics, completion, hover, format. */
import type { Diagnostic, Fix } from '../../engine/syntax/diagnostic.ts'
import { tokenize } from '../../engine/syntax/lexer.ts'

export type { Diagnostic, Fix }

export type TokenClass =
  'keyword' | 'function' | 'string' | 'number' | 'comment' | 'name' | 'operator' | 'invalid'

export interface ColouredToken {
  readonly start: number
  readonly end: number
  readonly class: TokenClass
}

export interface KnownColumn {
  readonly name: string
  readonly type: string
  /** Such as `seen 0.0 to 43.2`. */
  readonly note?: string
}

export interface KnownStream {
  readonly name: string
  readonly columns: readonly KnownColumn[]
}

export interface LanguageContext {
  readonly streams: readonly KnownStream[]
}

export interface Suggestion {
  readonly kind: 'keyword' | 'function' | 'stream' | 'column' | 'snippet'
  readonly label: string
  readonly insert: string
  /** Whether `insert` has places to fill in, `${1:name}`. */
  readonly isSnippet?: boolean
  /** What it takes the place of; the word at the caret where absent. */
  readonly replace?: { readonly start: number; readonly end: number }
  readonly detail?: string
  readonly documentation?: string
}

export function colourTokens(text: string): readonly ColouredToken[] {
  const tokens = tokenize(text)
  return tokens.flatMap((token, index) => {
    if (token.kind === 'end') return []
    const isCall = token.kind === 'identifier' && tokens[index + 1]?.kind === '('
    return [{ ...token.span, class: isCall ? 'function' : classOf(token.kind) }]
  })
}

function classOf(kind: string): TokenClass {
  if (kind === 'identifier') return 'name'
  if (kind === 'string' || kind === 'single-quoted') return 'string'
  if (kind === 'integer' || kind === 'number') return 'number'
  if (kind === 'comment') return 'comment'
  if (kind.startsWith('bad') || kind === 'illegal') return 'invalid'
  return /^[A-Z]+$/.test(kind) ? 'keyword' : 'operator'
}

export function diagnose(_sql: string, _context: LanguageContext): readonly Diagnostic[] {
  return []
}

export function complete(
  _sql: string,
  _offset: number,
  { streams }: LanguageContext,
): readonly Suggestion[] {
  return streams.flatMap((stream) => [
    { kind: 'stream' as const, label: stream.name, insert: stream.name },
    ...stream.columns.map((column) => ({
      kind: 'column' as const,
      label: column.name,
      insert: column.name,
      detail: column.type,
    })),
  ])
}

export interface HoverText {
  readonly start: number
  readonly end: number
  /** Markdown. */
  readonly text: string
}

export function hover(
  _sql: string,
  _offset: number,
  _context: LanguageContext,
): HoverText | undefined {
  return undefined
}

/** The text laid out; undefined where it has errors. */
export function format(_sql: string): string | undefined {
  return undefined
}
