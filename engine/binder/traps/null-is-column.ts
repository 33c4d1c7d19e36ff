import type { ColumnReference } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning, replacing } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** There is no NULL: the word names a column. */
export const nullTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind === 'binary' && (node.operator === '=' || node.operator === '!=')) {
      const isLeft = isNullColumn(node.left, context.text)
      if (!isLeft && !isNullColumn(node.right, context.text)) return
      const operand = textOf(context, isLeft ? node.right : node.left)
      const text = `isnull(${operand}) = ${node.operator === '=' ? 'true' : 'false'}`
      found.push(
        warning(trapCodes.nullIsColumn, '`null` is the name of a column here', node.span, {
          hint: 'Use isnull(x).',
          fixes: [replacing(`Write ${text}`, node.span, text)],
        }),
      )
    }
  })
  return found
}

function isNullColumn(node: { readonly kind: string }, text: string): boolean {
  if (node.kind !== 'column') return false
  const column = node as ColumnReference
  return (
    column.qualifier === undefined && /^null$/i.test(text.slice(column.span.start, column.span.end))
  )
}
