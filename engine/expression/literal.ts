import type { Expression } from '../syntax/ast.ts'
import type { Value } from '../types/value.ts'

/** The value of a literal; undefined for everything that a row decides. */
export function literalValue(expression: Expression): Value | undefined {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
    case 'boolean':
      return expression.value
    case 'parenthesized':
      return literalValue(expression.expression)
    default:
      return undefined
  }
}
