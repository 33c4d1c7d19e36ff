import type { Expression, IntegerLiteral } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Token } from '../token.ts'
import { integerLiteral, takeNegativeNumber } from './literal.ts'
import { describe } from './cursor.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'

/** `[]`, `[i]`, `[from:to]` after `left`. An integer literal must stand alone in its place. */
export function parseBracket(state: ParserState, left: Expression): Expression {
  const { cursor } = state
  cursor.next()
  state.height = 1
  const span = () => ({ start: left.span.start, end: Math.max(left.span.end, cursor.lastEnd) })
  if (cursor.accept(']') !== undefined) return { kind: 'slice', left, span: span() }
  const from = cursor.kind() === ':' ? undefined : parseBound(state)
  if (from !== undefined && cursor.accept(']') !== undefined) {
    return { kind: 'index', left, index: from, span: span() }
  }
  if (cursor.accept(':') === undefined) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected \`]\` or \`:\` after the index, found ${found}`, {
      code: syntaxCodes.bracketShape,
      hint: 'An index that is calculated from a number goes in parentheses: a[(1 + 2)].',
    })
    closeBracket(state)
    return { kind: 'slice', left, span: span() }
  }
  const ends = from === undefined ? {} : { from }
  if (cursor.accept(']') !== undefined) return { kind: 'slice', left, ...ends, span: span() }
  const to = parseBound(state)
  if (!expect(state, ']', '`]`', syntaxCodes.bracketShape)) closeBracket(state)
  return { kind: 'slice', left, ...ends, to, span: span() }
}

function closeBracket(state: ParserState): void {
  state.cursor.skipTo((token) => token.kind === ']' || isClauseStart(token))
  state.cursor.accept(']')
}

function isClauseStart(token: Token): boolean {
  return ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', ',', ')'].includes(token.kind)
}

function parseBound(state: ParserState): Expression {
  const { cursor } = state
  const negative = takeNegativeNumber(cursor)
  if (negative !== undefined) {
    if (negative.kind !== 'integer') {
      const message = `the index ${describe(cursor, negative)} is not an integer`
      cursor.report(syntaxCodes.bracketShape, message, negative.span)
    }
    return checkIndex(state, integerLiteral(negative))
  }
  const token = cursor.accept('integer')
  return token === undefined ? state.expression() : checkIndex(state, integerLiteral(token))
}

function checkIndex(state: ParserState, index: IntegerLiteral): IntegerLiteral {
  if (index.isSaturated) {
    const message = 'the index is larger than a 64-bit integer'
    state.cursor.report(syntaxCodes.indexTooLarge, message, index.span)
  }
  return index
}
