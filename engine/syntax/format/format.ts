import { tokenize } from '../lexer.ts'
import { parse } from '../parse.ts'
import type { Token } from '../token.ts'
import { isOperandEnd, needsBlank, startsClause } from './spacing.ts'
import { isLineComment, printToken } from './token-text.ts'

const lineWidth = 80

/**
 * Writes a statement with one clause a line and long lists broken after their commas. Only blanks, the
 * case of keywords and the form of operators change: comments stay, and the text parses to the same tree.
 * A text with syntax errors comes back as it is, and so does everything behind a `;`.
 */
export function format(text: string): string {
  const { statement, diagnostics } = parse(text)
  if (statement === undefined || diagnostics.length > 0) return text
  const tokens = tokenize(text)
  const end = tokens.findIndex(({ kind }) => kind === ';' || kind === 'end')
  const last = tokens[end]
  const body = tokens.slice(0, end)
  const isCreate = statement.kind === 'create'
  const isSelect = statement.kind === 'select'
  const lines = splitClauses(body, isCreate).map((clause) =>
    printClause(clause, { source: text, isCreate, isSelect }),
  )
  const rest = last?.kind === ';' ? text.slice(last.span.start) : ''
  // A `;` in the line of a comment would be part of it.
  const final = body.at(-1)
  const isHidden = final !== undefined && isLineComment(final) && rest !== ''
  return lines.join('\n') + (isHidden ? '\n' : '') + rest
}

interface Style {
  readonly source: string
  readonly isCreate: boolean
  readonly isSelect: boolean
}

/** A clause a line; comments in front of a clause stay with what is before them. */
function splitClauses(tokens: readonly Token[], isCreate: boolean): readonly (readonly Token[])[] {
  const clauses: Token[][] = [[]]
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === '(') depth++
    if (token.kind === ')') depth--
    const isWith = isCreate && depth === 0 && index > 2 && token.text.toUpperCase() === 'WITH'
    if (depth === 0 && index > 0 && (startsClause(token) || isWith)) clauses.push([])
    clauses.at(-1)?.push(token)
  }
  return clauses
}

function printClause(tokens: readonly Token[], style: Style): string {
  const oneLine = printTokens(tokens, style, () => undefined)
  const isShort = oneLine.length <= lineWidth || !style.isSelect
  if (isShort) return oneLine
  const breaks = breakPlaces(tokens)
  return printTokens(tokens, style, (index) => (breaks.has(index) ? '\n  ' : undefined))
}

/** Before each item of a list, and before AND and OR of a condition, all outside of parentheses and CASE. */
function breakPlaces(tokens: readonly Token[]): ReadonlySet<number> {
  const breaks = new Set<number>()
  const first = tokens.findIndex(({ kind }) => kind !== 'comment')
  const isSelect = tokens[first]?.kind === 'SELECT'
  if (isSelect) breaks.add(first + 1)
  let depth = 0
  let openBetween = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === '(' || token.kind === '[' || token.kind === 'CASE') depth++
    if (token.kind === ')' || token.kind === ']' || token.kind === 'END') depth--
    if (depth !== 0) continue
    if (token.kind === 'BETWEEN') openBetween++
    if (token.kind === ',') breaks.add(index + 1)
    if (token.kind === 'AND' && openBetween > 0) openBetween--
    else if (token.kind === 'AND' || token.kind === 'OR') breaks.add(index)
  }
  return breaks
}

function printTokens(
  tokens: readonly Token[],
  style: Style,
  breakBefore: (index: number) => string | undefined,
): string {
  let printed = ''
  let previous: Token | undefined
  let isAfterSign = false
  let isSourceName = false
  let operand: Token | undefined
  for (const [index, token] of tokens.entries()) {
    if (previous !== undefined) {
      const isForced = isLineComment(previous)
      const place = { previous, isAfterSign, isSourceName, isDefinition: style.isCreate }
      const gap = isForced ? '\n  ' : needsBlank(token, place) ? ' ' : ''
      const isBreak = token.kind !== 'comment' || isForced
      printed += (isBreak ? breakBefore(index) : undefined) ?? gap
    }
    printed += printToken(token, style.source)
    if (token.kind === 'comment') {
      previous = token
      continue
    }
    isAfterSign = token.kind === '-' && !isOperandEnd(operand)
    operand = token
    isSourceName =
      token.kind === 'FROM' || token.kind === 'JOIN' || (isSourceName && !isNameEnd(token))
    previous = token
  }
  return printed
}

function isNameEnd(token: Token): boolean {
  return !['identifier', '/', '#', '+'].includes(token.kind)
}
