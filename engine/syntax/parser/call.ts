import type { CallExpression, Expression } from '../ast.ts'
import { parseOver } from './over.ts'
import { expect, type ParserState } from './parser-state.ts'
import { isWindowName, parseWindowTail } from './window.ts'

/** `name(arguments) [OVER(...)]`, or a window. One trailing comma is allowed. */
export function parseCall(state: ParserState): Expression {
  const { cursor } = state
  const name = cursor.next()
  cursor.next()
  const args: Expression[] = []
  let height = 0
  for (;;) {
    if (cursor.accept(')') !== undefined) break
    args.push(state.expression())
    height = Math.max(height, state.height)
    if (cursor.accept(',') !== undefined) continue
    if (!expect(state, ')', 'a comma or `)` after the argument')) recover(state)
    break
  }
  const head = { name: name.text, nameSpan: name.span, arguments: args }
  const start = name.span.start
  if (isWindowName(name.text)) {
    const call = parseWindowTail(state, head, start)
    state.height = height + 1
    return call
  }
  const over = parseOver(state)
  state.height = height + 1
  const call: CallExpression = { kind: 'call', ...head, span: cursor.spanFrom(start) }
  return over === undefined ? call : { ...call, over }
}

function recover(state: ParserState): void {
  const { cursor } = state
  cursor.skipTo((token) =>
    ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', ',', ')'].includes(token.kind),
  )
  cursor.accept(')')
}
