import { isWindowName } from '../../syntax/parser/window.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

export const windowElsewhereTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'call' || !isWindowName(node.name)) return
    const message = 'a window only works as an item of GROUP BY, without parentheses'
    found.push(warning(trapCodes.windowElsewhere, message, node.span))
  })
  return found
}
