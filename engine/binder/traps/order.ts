import { warning } from '../problem.ts'
import type { Expression } from '../../syntax/ast.ts'
import { walkExpression } from '../../syntax/walk.ts'
import { trapCodes, type Trap } from './trap.ts'

/** Sort values are kept by the first name of their expression: of two with one name the last one counts. */
export const sortNameTrap: Trap = ({ statement }) => {
  const seen = new Set<string>()
  return statement.orderBy.flatMap(({ expression, span }) => {
    const name = firstName(expression)
    if (name === undefined || !seen.has(name)) {
      if (name !== undefined) seen.add(name)
      return []
    }
    const message = `two sort keys start with ${name}: eKuiper sorts by the last one only`
    return [
      warning(trapCodes.sortNameShared, message, span, {
        hint: 'Give one an alias and sort by that.',
      }),
    ]
  })
}

function firstName(expression: Expression): string | undefined {
  let name: string | undefined
  walkExpression(expression, (node) => {
    if (name !== undefined) return false
    if (node.kind === 'column') name = node.name
    else if (node.kind === 'call') name = node.name
    return name === undefined
  })
  return name
}
