import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

export const saturatedIntegerTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'integer' || !node.isSaturated) return
    const message = `the number does not fit into 64 bits and becomes ${node.value}`
    found.push(warning(trapCodes.saturatedInteger, message, node.span))
  })
  return found
}
