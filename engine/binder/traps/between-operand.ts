import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

/** What follows the upper end of BETWEEN takes both ends with it. */
export const betweenTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'between' || node.low !== node.high) return
    const list = firstList(node.low)
    const [, high] = list?.kind === 'list' ? list.items : []
    const span = high === undefined ? node.span : { start: high.span.start, end: node.span.end }
    const text = `(${context.text.slice(span.start, span.end)})`
    found.push(
      warning(
        trapCodes.betweenOperand,
        'an operator after the upper end of BETWEEN takes both ends: every row will fail',
        node.span,
        {
          fixes: high === undefined ? [] : [replacing(`Write ${text}`, span, text)],
        },
      ),
    )
  })
  return found
}

function firstList(expression: Expression): Expression | undefined {
  let node: Expression = expression
  for (;;) {
    if (node.kind === 'list') return node
    if (
      node.kind === 'binary' ||
      node.kind === 'arrow' ||
      node.kind === 'index' ||
      node.kind === 'slice'
    )
      node = node.left
    else return undefined
  }
}
