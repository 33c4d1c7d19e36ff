import type { Expression, OrderItem, OverClause } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { describe } from './cursor.ts'
import { parseOrderItems } from './order.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'

/**
 * `OVER ([PARTITION BY a, b] [WHEN condition])` of an analytic function, with ORDER BY in place of WHEN for
 * row_number. Which function may have which part is checked where functions are known.
 */
export function parseOver(state: ParserState): OverClause | undefined {
  const { cursor } = state
  const over = cursor.accept('OVER')
  if (over === undefined) return undefined
  let partitionBy: readonly Expression[] = []
  let orderBy: readonly OrderItem[] = []
  let when: Expression | undefined
  if (expect(state, '(', '`(` after OVER', syntaxCodes.overShape)) {
    partitionBy = parsePartition(state)
    if (cursor.kind() === 'ORDER') orderBy = parseOrderItems(state)
    if (orderBy.length === 0 && cursor.accept('WHEN') !== undefined) when = state.expression()
    const isEmpty = partitionBy.length === 0 && orderBy.length === 0 && when === undefined
    closeOver(state, isEmpty)
  }
  const span = cursor.spanFrom(over.span.start)
  return when === undefined ? { partitionBy, orderBy, span } : { partitionBy, when, orderBy, span }
}

export function parsePartition(state: ParserState): readonly Expression[] {
  const { cursor } = state
  if (cursor.accept('PARTITION') === undefined) return []
  expect(state, 'BY', 'BY after PARTITION', syntaxCodes.overShape)
  const items = [state.expression()]
  while (cursor.accept(',') !== undefined) items.push(state.expression())
  return items
}

function closeOver(state: ParserState, isEmpty: boolean): void {
  const { cursor } = state
  if (!isEmpty && cursor.accept(')') !== undefined) return
  const found = describe(cursor, cursor.peek())
  const message = isEmpty
    ? `expected PARTITION BY or WHEN in OVER, found ${found}`
    : `expected \`)\` after OVER, found ${found}`
  reportBadToken(cursor, message, {
    code: syntaxCodes.overShape,
    hint: 'The form is OVER (PARTITION BY a, b WHEN condition), in this order; one part may be missing.',
  })
  cursor.skipTo((token) => token.kind === ')' || token.kind === 'FROM')
  cursor.accept(')')
}
