import { quote } from '../base/quote.ts'
import type { CreateStatement } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { tokenize } from '../syntax/lexer.ts'
import { parse } from '../syntax/parse.ts'
import type { Span } from '../syntax/span.ts'
import { sqlName } from './names.ts'
import { applyEdits } from './text-edit.ts'

/** A CREATE statement as written, or undefined where the text is none. */
export function parseStatement(text: string): {
  readonly statement: CreateStatement | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const { statement, diagnostics } = parse(text)
  return { statement: statement?.kind === 'create' ? statement : undefined, diagnostics }
}

/** Whether the text can be edited option by option. */
export function isWholeStatement(text: string): boolean {
  const { statement, diagnostics } = parseStatement(text)
  return statement !== undefined && diagnostics.length === 0
}

/** The value of an option, `undefined` where the statement does not have it. */
export function streamOption(statement: CreateStatement, key: string): string | undefined {
  const option = statement.options.find((candidate) => candidate.key === key)
  return option === undefined ? undefined : String(option.value)
}

/** The source type: TYPE, else eKuiper's `mqtt` for streams and `file` for tables. */
export function sourceTypeOf(statement: CreateStatement): string {
  const type = streamOption(statement, 'TYPE') ?? ''
  if (type !== '') return type.toLowerCase()
  return statement.sourceKind === 'stream' ? 'mqtt' : 'file'
}

/**
 * The text with an option set, or removed where `value` is undefined; everything else stays as written.
 * A text that is no CREATE statement, or has errors, is returned as it is.
 */
export function setStreamOption(text: string, key: string, value: string | undefined): string {
  const { statement, diagnostics } = parseStatement(text)
  if (statement === undefined || diagnostics.length > 0) return text
  const index = statement.options.findIndex((option) => option.key === key)
  const option = statement.options[index]
  if (option !== undefined && value !== undefined) {
    return applyEdits(text, [{ span: option.valueSpan, text: quote(value) }])
  }
  if (option !== undefined)
    return applyEdits(text, [{ span: withComma(text, option.span), text: '' }])
  if (value === undefined) return text
  const end = closingParenthesis(text, statement)
  if (end === undefined) return text
  const comma = statement.options.length === 0 ? '' : ', '
  const span = { start: end, end }
  return applyEdits(text, [{ span, text: `${comma}${key}=${quote(value)}` }])
}

/** The text with another name for the stream. */
export function renameStream(text: string, name: string): string {
  const { statement } = parseStatement(text)
  if (statement === undefined) return text
  return applyEdits(text, [{ span: statement.name.span, text: sqlName(name) }])
}

/** The option with the comma in front of it, or behind it for the first one. */
function withComma(text: string, span: Span): Span {
  const before = text.slice(0, span.start).trimEnd()
  if (before.endsWith(',')) return { start: before.length - 1, end: span.end }
  const behind = /^\s*,\s*/.exec(text.slice(span.end))
  return { start: span.start, end: span.end + (behind?.[0].length ?? 0) }
}

/** Where the last option ends: new ones go there, before blanks and the parenthesis. */
function closingParenthesis(text: string, statement: CreateStatement): number | undefined {
  const last = statement.options.at(-1)
  if (last !== undefined) return last.span.end
  const closing = tokenize(text).filter((token) => token.kind === ')')
  return closing.at(-1)?.span.start
}
