import type { ArgumentShape } from '../functions/definition.ts'
import type { Expression } from '../syntax/ast.ts'
import { describeValue } from '../types/go-text.ts'
import type { Value } from '../types/value.ts'
import { literalValue } from './literal.ts'
import type { ExpressionScope } from './scope.ts'

const INT64: ArgumentShape = { integer: 'int64', elements: 'int64' }
const UNKNOWN: ArgumentShape = {}

/** `type(value)` where the integers of the expression may be Go's `int`. */
export function describeTyped(value: Value | undefined, shape: ArgumentShape): string {
  return typeof value === 'bigint' && shape.integer === 'int'
    ? `int(${value})`
    : describeValue(value)
}

/** What is known of an expression's Go type before there is a row. */
export function shapeOf(expression: Expression, scope: ExpressionScope): ArgumentShape {
  switch (expression.kind) {
    case 'integer':
    case 'binary':
      return INT64
    case 'column': {
      const aliased = scope.aliasedExpression?.(expression)
      return aliased === undefined ? INT64 : shapeOf(aliased, scope)
    }
    case 'parenthesized':
      return shapeOf(expression.expression, scope)
    case 'index': {
      const list = shapeOf(expression.left, scope)
      return list.elements === undefined
        ? UNKNOWN
        : { integer: list.elements, elements: list.elements }
    }
    case 'slice':
      return shapeOf(expression.left, scope)
    case 'call': {
      const definition = scope.findFunction(expression.name)
      if (definition?.kind === 'aggregate') return definition.shape ?? UNKNOWN
      if (definition?.kind !== 'scalar' || definition.shape === undefined) return UNKNOWN
      const shapes = expression.arguments.map((argument) => shapeOf(argument, scope))
      return definition.shape(shapes, expression.arguments.map(literalValue))
    }
    default:
      return UNKNOWN
  }
}
