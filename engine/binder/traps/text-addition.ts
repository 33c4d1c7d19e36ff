import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** `+` does not join texts: every row fails. */
export const textAdditionTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'binary' || node.operator !== '+') return
    if (node.left.kind !== 'string' && node.right.kind !== 'string') return
    const text = `concat(${textOf(context, node.left)}, ${textOf(context, node.right)})`
    found.push(
      warning(trapCodes.textAddition, '`+` does not join texts: every row will fail', node.span, {
        fixes: [replacing(`Write ${text}`, node.span, text)],
      }),
    )
  })
  return found
}
