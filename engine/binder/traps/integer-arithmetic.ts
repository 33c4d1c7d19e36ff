import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap, type TrapContext } from './trap.ts'

/** Their rows are not decoded: a declared type says nothing about the values. */
const rowSources: ReadonlySet<string> = new Set(['memory', 'simulator'])

/** Integers stay integers: an average and a quotient of them are cut. */
export const integerArithmeticTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind === 'call' && context.calls.get(node)?.name === 'avg') {
      const [argument] = node.arguments
      if (argument === undefined || !isInteger(context, argument)) return
      const text = `cast(${textOf(context, argument)}, "float")`
      found.push(
        warning(
          trapCodes.integerAverage,
          'the average of integers is cut to an integer',
          node.span,
          {
            hint: 'Average floats instead.',
            fixes: [replacing(`Write avg(${text})`, argument.span, text)],
          },
        ),
      )
    }
    if (node.kind === 'binary' && node.operator === '/') {
      const { left, right } = node
      if (!isInteger(context, left) || !isInteger(context, right)) return
      const fixes =
        right.kind === 'integer'
          ? [replacing(`Write ${right.value}.0`, right.span, `${right.value}.0`)]
          : []
      found.push(
        warning(
          trapCodes.integerDivision,
          'the quotient of integers is cut to an integer',
          node.span,
          {
            hint: 'Make one of them a float: `x / 2.0`, or cast(x, "float").',
            fixes,
          },
        ),
      )
    }
  })
  return found
}

function isInteger(context: TrapContext, expression: Expression): boolean {
  switch (expression.kind) {
    case 'integer':
      return true
    case 'parenthesized':
      return isInteger(context, expression.expression)
    case 'column': {
      const binding = context.columns.get(expression)
      if (binding?.kind !== 'column') return false
      const definition = context.sources[binding.source]?.definition
      if (definition === undefined || rowSources.has(definition.type)) return false
      const { columns } = definition
      return columns?.findLast(({ name }) => name.name === binding.name)?.type.kind === 'bigint'
    }
    default:
      return false
  }
}
