import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

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
