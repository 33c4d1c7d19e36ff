import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

export const starInAnalyticTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'call' || context.calls.get(node)?.kind !== 'analytic') return
    const star = node.arguments.find((argument) => argument.kind === 'wildcard')
    if (star === undefined) return
    found.push(
      warning(
        trapCodes.starInAnalytic,
        `${node.name} cannot take a star: every row will fail`,
        star.span,
      ),
    )
  })
  return found
}
