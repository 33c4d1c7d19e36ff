import { EvaluationError } from '../functions/definition.ts'
import type { BetweenExpression, Expression, InExpression } from '../syntax/ast.ts'
import { describeValue, goTypeName, isBytes, isList, toGoText } from '../types/go-text.ts'
import { encodeUtf8 } from '../types/utf8.ts'
import type { Row } from '../runtime/row.ts'
import { literalValue } from './literal.ts'
import {
  applyComparison,
  compareNumbers,
  isNumeric,
  rejectContainer,
  type ComparisonOperator,
  type Operand,
} from './operators.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'
import { describeTyped, shapeOf } from './shape.ts'

/** IN and BETWEEN with eKuiper's null rules: null on the left is false for the negated forms as well. */

export function compileIn(
  expression: InExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const { isNegated } = expression
  const operator = isNegated ? 'NOT IN' : 'IN'
  const left = compile(expression.left, scope)
  const contains = compileContains(expression.right, scope, compile)
  return (row) => {
    const value = left(row)
    rejectContainer(value, operator)
    return contains(value, row) !== isNegated && value !== null && value !== undefined
  }
}

type Contains = (value: Operand, row: Row) => boolean

function compileContains(right: Expression, scope: ExpressionScope, compile: Compile): Contains {
  if (right.kind !== 'list') return containsInArray(compile(right, scope), scope)
  const elements = right.items.map((item) => compile(item, scope))
  const inOrder = containsInOrder(elements, scope)
  const literals = right.items.map(literalValue)
  const texts = literals.filter((literal) => typeof literal === 'string')
  if (texts.length === literals.length) return containsText(new Set(texts), inOrder)
  const numbers = literals.filter(isNumeric)
  if (numbers.length === literals.length) return containsNumber(numbers, inOrder)
  return inOrder
}

/** All of one kind: a value of another kind fails at the first element, which `inOrder` words. */
function containsText(texts: ReadonlySet<string>, inOrder: Contains): Contains {
  return (value, row) => (typeof value === 'string' ? texts.has(value) : inOrder(value, row))
}

function containsNumber(numbers: readonly (number | bigint)[], inOrder: Contains): Contains {
  const floats = new Set(numbers.map(Number))
  const integers = new Set(numbers.filter((number) => typeof number === 'bigint'))
  const fractions = new Set(numbers.filter((number) => typeof number === 'number'))
  return (value, row) => {
    if (typeof value === 'number') return floats.has(value)
    if (typeof value === 'bigint') return integers.has(value) || fractions.has(Number(value))
    return inOrder(value, row)
  }
}

function containsInOrder(elements: readonly Evaluate[], scope: ExpressionScope): Contains {
  return (value, row) => {
    if (value === null || value === undefined) return false
    for (const element of elements) {
      if (isSame(value, evaluateOperand(element, row), scope)) return true
    }
    return false
  }
}

function containsInArray(right: Evaluate, scope: ExpressionScope): Contains {
  return (value, row) => {
    const set = right(row)
    if (value === null || value === undefined || set === null || set === undefined) return false
    for (const element of elementsOf(set)) {
      if (isSame(value, { value: element, error: undefined }, scope)) return true
    }
    return false
  }
}

/** A text is walked by its bytes, as eKuiper does. */
function elementsOf(set: Operand): Iterable<Operand> {
  if (isList(set)) return set
  const bytes = typeof set === 'string' ? encodeUtf8(set) : isBytes(set) ? set : undefined
  if (bytes !== undefined) return Array.from(bytes, BigInt)
  throw new EvaluationError(
    `the right side of IN must be a list or an array, but is ${goTypeName(set)} ${toGoText(set)}`,
  )
}

function isSame(value: Operand, other: Evaluated, scope: ExpressionScope): boolean {
  try {
    return compareEvaluated({ value, error: undefined }, other, scope)
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause
    throw new EvaluationError(`evaluate in expression error: ${cause.message}`)
  }
}

/** The result of an operand where eKuiper treats an error as one more value. */
export interface Evaluated {
  readonly value: Operand
  readonly error: EvaluationError | undefined
}

export function evaluateOperand(evaluate: Evaluate, row: Row): Evaluated {
  try {
    return { value: evaluate(row), error: undefined }
  } catch (cause) {
    if (cause instanceof EvaluationError) return { value: undefined, error: cause }
    throw cause
  }
}

/** `left = right` where either may be an error: that fails unless the other is null. */
export function compareEvaluated(
  left: Evaluated,
  right: Evaluated,
  scope: ExpressionScope,
): boolean {
  if (left.error === undefined && right.error === undefined) {
    return applyComparison('=', left.value, right.value, scope.context)
  }
  const isNull = (side: Evaluated) => side.error === undefined && (side.value ?? null) === null
  if (isNull(left) || isNull(right)) return false
  const shown = (side: Evaluated) =>
    side.error === undefined
      ? describeValue(side.value)
      : `*errors.errorString(${side.error.message})`
  throw new EvaluationError(`invalid operation ${shown(left)} = ${shown(right)}`)
}

export function compileBetween(
  expression: BetweenExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const { isNegated } = expression
  const operator = isNegated ? 'NOT BETWEEN' : 'BETWEEN'
  const operand = compile(expression.operand, scope)
  const low = compile(expression.low, scope)
  const high = compile(expression.high, scope)
  const describeLow = describeSides(expression.operand, expression.low, scope)
  const describeHigh = describeSides(expression.operand, expression.high, scope)
  return (row) => {
    const value = operand(row)
    rejectContainer(value, operator)
    const from = low(row)
    const to = high(row)
    if (value === null || value === undefined) return false
    if (from === null || from === undefined || to === null || to === undefined) return false
    const isAbove = isBound('>=', value, from, scope, describeLow)
    const isBelow = isBound('<=', value, to, scope, describeHigh)
    return (isAbove && isBelow) !== isNegated
  }
}

function isBound(
  operator: ComparisonOperator,
  value: Operand,
  bound: Operand,
  scope: ExpressionScope,
  describe: (value: Operand, bound: Operand) => string,
): boolean {
  if (typeof value === 'number' && isNumeric(bound)) {
    return compareNumbers(operator, value, Number(bound))
  }
  try {
    return applyComparison(operator, value, bound, scope.context)
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause
    throw new EvaluationError(`between operator cannot compare ${describe(value, bound)}`)
  }
}

/** BETWEEN shows its operands before they are widened, so Go's `int` is told from int64. */
function describeSides(
  left: Expression,
  right: Expression,
  scope: ExpressionScope,
): (value: Operand, bound: Operand) => string {
  const leftShape = shapeOf(left, scope)
  const rightShape = shapeOf(right, scope)
  return (value, bound) =>
    `${describeTyped(value, leftShape)} and ${describeTyped(bound, rightShape)}`
}
