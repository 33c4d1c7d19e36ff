import type { Expression } from '../../syntax/ast.ts'
import { isAggregate, type BoundParts } from '../aggregates.ts'
import type { Check } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** Every operand of HAVING that is a column or a call has an aggregate; parentheses are not looked into. */
export const checkHaving: Check = (context) => {
  const { having } = context.statement
  const wrong = having === undefined ? undefined : findNotAggregate(context, having)
  if (wrong === undefined) return []
  return [
    problem(binderCodes.notAggregateInHaving, 'HAVING compares aggregates only', wrong.span, {
      hint: 'Put conditions on single rows into WHERE.',
    }),
  ]
}

function findNotAggregate(parts: BoundParts, root: Expression): Expression | undefined {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    switch (node.kind) {
      case 'binary':
        open.push(node.right, node.left)
        break
      case 'in':
        open.push(...(node.right.kind === 'list' ? [] : [node.right]), node.left)
        break
      case 'between':
      case 'like':
        open.push(node.operand)
        break
      case 'call':
      case 'column':
        if (!isAggregate(parts, node)) return node
        break
      default:
    }
  }
  return undefined
}
