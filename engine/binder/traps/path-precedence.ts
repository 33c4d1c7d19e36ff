import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** Paths and indexes bind no tighter than `*`: `2 * o->p` is `(2 * o)->p`. */
export const pathPrecedenceTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'arrow' && node.kind !== 'index' && node.kind !== 'slice') return
    const { left } = node
    if (left.kind !== 'binary' || !tightOperators.has(left.operator)) return
    const span = { start: left.right.span.start, end: node.span.end }
    const text = `(${context.text.slice(span.start, span.end)})`
    found.push(
      warning(
        trapCodes.pathPrecedence,
        `eKuiper reads this as (${textOf(context, left)})${context.text.slice(left.span.end, node.span.end)}`,
        node.span,
        { hint: 'Put the path in parentheses.', fixes: [replacing(`Write ${text}`, span, text)] },
      ),
    )
  })
  return found
}

const tightOperators: ReadonlySet<string> = new Set(['*', '/', '%', '&'])
