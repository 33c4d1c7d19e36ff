import type { BinaryExpression, Expression } from '../syntax/ast.ts'
import { literalValue } from './literal.ts'
import {
  applyArithmetic,
  applyBits,
  applyComparison,
  applyLogic,
  invalidOperation,
  isArithmetic,
  isBits,
  isComparison,
  rejectContainer,
  type ArithmeticOperator,
  type BitOperator,
  type ComparisonOperator,
} from './operators.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

/**
 * The closures look at the frequent case, two floats, themselves; `operators.ts` decides the rest. Each
 * operator has its own closure so that the engine sees one operation in it.
 */
export function compileBinary(
  expression: BinaryExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const { operator } = expression
  if (operator === 'AND' || operator === 'OR') {
    return operator === 'AND'
      ? compileAnd(flatten(expression, 'AND'), scope, compile)
      : compileOr(flatten(expression, 'OR'), scope, compile)
  }
  const left = compile(expression.left, scope)
  const right = compile(expression.right, scope)
  if (isComparison(operator)) {
    const literal = literalValue(expression.right)
    if (typeof literal === 'number' || typeof literal === 'bigint') {
      return compareWithNumber(operator, left, literal, scope)
    }
    if (typeof literal === 'string') return compareWithText(operator, left, literal, scope)
    return compareAny(operator, left, right, scope)
  }
  if (isArithmetic(operator)) return calculate(operator, left, right)
  if (isBits(operator)) return combineBits(operator, left, right)
  return refuseOperands(operator, left, right)
}

/** The operands of `a AND b AND c`, so that a long chain needs no deep recursion. */
function flatten(expression: BinaryExpression, operator: 'AND' | 'OR'): Expression[] {
  const operands: Expression[] = []
  let current: Expression = expression
  while (current.kind === 'binary' && current.operator === operator) {
    operands.push(current.right)
    current = current.left
  }
  operands.push(current)
  return operands.reverse()
}

function compileAnd(
  operands: readonly Expression[],
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const [first, ...rest] = operands.map((operand) => compile(operand, scope))
  return rest.reduce<Evaluate>(
    (left, right) => (row) => {
      const value = left(row)
      if (value === false) return false
      rejectContainer(value, 'AND')
      const other = right(row)
      if (value === true && typeof other === 'boolean') return other
      return applyLogic('AND', value, other)
    },
    first ?? (() => null),
  )
}

function compileOr(
  operands: readonly Expression[],
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const [first, ...rest] = operands.map((operand) => compile(operand, scope))
  return rest.reduce<Evaluate>(
    (left, right) => (row) => {
      const value = left(row)
      if (value === true) return true
      rejectContainer(value, 'OR')
      const other = right(row)
      if (value === false && typeof other === 'boolean') return other
      return applyLogic('OR', value, other)
    },
    first ?? (() => null),
  )
}

function compareWithNumber(
  operator: ComparisonOperator,
  left: Evaluate,
  literal: number | bigint,
  scope: ExpressionScope,
): Evaluate {
  const float = Number(literal)
  const today = scope.context
  const other = (value: ReturnType<Evaluate>) => {
    rejectContainer(value, operator)
    return applyComparison(operator, value, literal, today)
  }
  switch (operator) {
    case '=':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value === float : other(value)
      }
    case '!=':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value !== float : other(value)
      }
    case '<':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value < float : other(value)
      }
    case '<=':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value <= float : other(value)
      }
    case '>':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value > float : other(value)
      }
    case '>=':
      return (row) => {
        const value = left(row)
        return typeof value === 'number' ? value >= float : other(value)
      }
  }
}

function compareWithText(
  operator: ComparisonOperator,
  left: Evaluate,
  literal: string,
  scope: ExpressionScope,
): Evaluate {
  if (operator === '=') {
    return (row) => {
      const value = left(row)
      if (typeof value === 'string') return value === literal
      rejectContainer(value, operator)
      return applyComparison(operator, value, literal, scope.context)
    }
  }
  return compareAny(operator, left, () => literal, scope)
}

function compareAny(
  operator: ComparisonOperator,
  left: Evaluate,
  right: Evaluate,
  scope: ExpressionScope,
): Evaluate {
  const today = scope.context
  return (row) => {
    const value = left(row)
    rejectContainer(value, operator)
    return applyComparison(operator, value, right(row), today)
  }
}

function calculate(operator: ArithmeticOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case '+':
      return (row) => {
        const a = left(row)
        rejectContainer(a, '+')
        const b = right(row)
        if (typeof a === 'number' && typeof b === 'number') return a + b
        if (typeof a === 'number' && typeof b === 'bigint') return a + Number(b)
        return applyArithmetic('+', a, b)
      }
    case '-':
      return (row) => {
        const a = left(row)
        rejectContainer(a, '-')
        const b = right(row)
        if (typeof a === 'number' && typeof b === 'number') return a - b
        if (typeof a === 'number' && typeof b === 'bigint') return a - Number(b)
        return applyArithmetic('-', a, b)
      }
    case '*':
      return (row) => {
        const a = left(row)
        rejectContainer(a, '*')
        const b = right(row)
        if (typeof a === 'number' && typeof b === 'number') return a * b
        if (typeof a === 'number' && typeof b === 'bigint') return a * Number(b)
        return applyArithmetic('*', a, b)
      }
    default:
      return (row) => {
        const a = left(row)
        rejectContainer(a, operator)
        return applyArithmetic(operator, a, right(row))
      }
  }
}

/** EXCEPT and REPLACE bind like operators in eKuiper's grammar, but do nothing. */
function refuseOperands(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  return (row) => {
    const value = left(row)
    rejectContainer(value, operator)
    const other = right(row)
    if ((value ?? null) === null || (other ?? null) === null) return null
    throw invalidOperation(value, operator, other)
  }
}

function combineBits(operator: BitOperator, left: Evaluate, right: Evaluate): Evaluate {
  return (row) => {
    const value = left(row)
    rejectContainer(value, operator)
    return applyBits(operator, value, right(row))
  }
}
