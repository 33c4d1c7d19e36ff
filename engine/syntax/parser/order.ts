import type { OrderItem } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { describe } from './cursor.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'

/**
 * `ORDER BY a [ASC|DESC], b ...`. Each item starts with a name; commas are optional and may be doubled,
 * and the list may be empty.
 */
export function parseOrderItems(state: ParserState): readonly OrderItem[] {
  const { cursor } = state
  cursor.next()
  if (!expect(state, 'BY', 'BY after ORDER')) return []
  const items: OrderItem[] = []
  for (;;) {
    if (cursor.accept(',') !== undefined) continue
    if (cursor.kind() !== 'identifier') return items
    checkTrailingDot(state)
    const expression = state.expression()
    const isDescending = cursor.kind() === 'DESC'
    if (isDescending || cursor.kind() === 'ASC') cursor.next()
    items.push({ expression, isDescending, span: cursor.spanFrom(expression.span.start) })
  }
}

/** Elsewhere `a.` is `a`; eKuiper loses its place over it here. */
function checkTrailingDot(state: ParserState): void {
  const { cursor } = state
  if (cursor.peek(1).kind !== '.') return
  const third = cursor.peek(2)
  if (third.kind === 'identifier' || third.kind === '*') return
  const message = `expected a name after the dot, found ${describe(cursor, third)}`
  cursor.report(syntaxCodes.expectedToken, message, cursor.peek(1).span)
}

/** Reports what follows ORDER BY but can be no item, such as a number. */
export function reportOrderStart(state: ParserState): void {
  const { cursor } = state
  const token = cursor.peek()
  reportBadToken(
    cursor,
    `an ORDER BY item must start with a name, found ${describe(cursor, token)}`,
    {
      code: syntaxCodes.textAfterStatement,
      hint: 'Give the expression an alias in SELECT and order by that.',
    },
  )
}
