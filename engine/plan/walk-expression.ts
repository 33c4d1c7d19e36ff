import { assertNever } from '../base/assert.ts'
import type { Expression } from '../syntax/ast.ts'

/** The direct parts of an expression, in the order eKuiper visits them. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
    case 'boolean':
    case 'time-unit':
    case 'column':
    case 'error':
      return []
    case 'wildcard':
      return expression.replace.map((field) => field.expression)
    case 'binary':
    case 'in':
      return [expression.left, expression.right]
    case 'between':
      return [expression.operand, expression.low, expression.high]
    case 'like':
      return [expression.operand, expression.pattern]
    case 'case':
      return [
        ...present(expression.value),
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        ...present(expression.otherwise),
      ]
    case 'call':
      return [
        ...expression.arguments,
        ...(expression.over?.partitionBy ?? []),
        ...present(expression.over?.when),
      ]
    case 'arrow':
      return [expression.left, expression.member]
    case 'index':
      return [expression.left, expression.index]
    case 'slice':
      return [expression.left, ...present(expression.from), ...present(expression.to)]
    case 'list':
      return expression.items
    case 'parenthesized':
      return [expression.expression]
    default:
      return assertNever(expression)
  }
}

/** Visits an expression and its parts from the outside in; parts of one for which `visit` says false are left out. */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression) => boolean,
): void {
  if (!visit(expression)) return
  for (const child of childrenOf(expression)) walkExpression(child, visit)
}

function present(expression: Expression | undefined): readonly Expression[] {
  return expression === undefined ? [] : [expression]
}
