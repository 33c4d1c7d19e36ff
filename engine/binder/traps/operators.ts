import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

const tightOperators: ReadonlySet<string> = new Set(['*', '/', '%', '&'])

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

/** `IN (b)` compares with b itself; `IN b` looks into the array b. */
export const inOneColumnTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'in' || node.right.kind !== 'list' || node.right.items.length !== 1) return
    const [item] = node.right.items
    if (item?.kind !== 'column') return
    const text = textOf(context, item)
    found.push(
      warning(
        trapCodes.inOneColumn,
        `this compares with ${text} itself, not with the elements of ${text}`,
        node.right.span,
        {
          hint: 'Without parentheses IN looks into an array.',
          fixes: [replacing(`Write IN ${text}`, node.right.span, text)],
        },
      ),
    )
  })
  return found
}

/** EXCEPT and REPLACE after anything but a plain star are operators that fail. */
export const exceptTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'binary' || (node.operator !== 'EXCEPT' && node.operator !== 'REPLACE'))
      return
    const message = `${node.operator} only works after a plain \`*\`: every row will fail`
    found.push(warning(trapCodes.exceptAfterColumn, message, node.operatorSpan))
  })
  return found
}
