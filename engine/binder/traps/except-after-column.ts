import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

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
