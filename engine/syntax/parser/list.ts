import type { Expression } from '../ast.ts'
import { expect, type ParserState } from './parser-state.ts'

/** After IN: `(a, b)`, not empty and without a trailing comma, or one operand that is an array. */
export function parseInOperand(state: ParserState): Expression {
  const { cursor } = state
  const open = cursor.accept('(')
  if (open === undefined) return state.operand(false)
  const items: Expression[] = []
  let height = 0
  do {
    items.push(state.expression())
    height = Math.max(height, state.height)
  } while (cursor.accept(',') !== undefined)
  expect(state, ')', 'a comma or `)` in the list of IN')
  state.height = height + 1
  return { kind: 'list', items, span: cursor.spanFrom(open.span.start) }
}
