import { assertNever } from '../base/assert.ts'
import type { Expression } from '../syntax/ast.ts'
import type { Value } from '../types/value.ts'
import { compileBinary } from './binary.ts'
import { compileCall } from './call.ts'
import { compileCase } from './case.ts'
import { compileBetween, compileIn } from './membership.ts'
import { compileLike } from './like.ts'
import { compileArrow, compileColumn, compileIndex, compileSlice } from './path.ts'
import type { Evaluate, ExpressionScope } from './scope.ts'

/**
 * Expressions become closures here, once per rule: no tree is walked for a row, and no text becomes
 * code. What a name or an aggregate means comes from the scope; what an operator means is in
 * `operators.ts`. Nothing here may keep anything of a row.
 */
export function compileExpression(expression: Expression, scope: ExpressionScope): Evaluate {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
    case 'boolean':
      return constant(expression.value)
    case 'time-unit':
    case 'error':
      return constant(null)
    case 'column':
      return compileColumn(expression, scope)
    case 'wildcard':
      return scope.wildcard(expression)
    case 'binary':
      return compileBinary(expression, scope, compileExpression)
    case 'in':
      return compileIn(expression, scope, compileExpression)
    case 'between':
      return compileBetween(expression, scope, compileExpression)
    case 'like':
      return compileLike(expression, scope, compileExpression)
    case 'case':
      return compileCase(expression, scope, compileExpression)
    case 'call':
      return compileCall(expression, scope, compileExpression)
    case 'arrow':
      return compileArrow(expression, scope, compileExpression)
    case 'index':
      return compileIndex(expression, scope, compileExpression)
    case 'slice':
      return compileSlice(expression, scope, compileExpression)
    case 'list':
      return compileList(expression.items, scope)
    case 'parenthesized':
      return compileExpression(expression.expression, scope)
    default:
      return assertNever(expression)
  }
}

function constant(value: Value): Evaluate {
  return () => value
}

function compileList(items: readonly Expression[], scope: ExpressionScope): Evaluate {
  const evaluates = items.map((item) => compileExpression(item, scope))
  return (row) => evaluates.map((evaluate) => evaluate(row) ?? null)
}
