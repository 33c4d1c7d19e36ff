import type { BinaryOperator } from '../syntax/ast.ts'
import { EvaluationError } from '../functions/definition.ts'
import { toDateTime } from '../types/cast.ts'
import { compareDateTimes } from '../types/date-time.ts'
import {
  describeValue,
  goTypeName,
  isBytes,
  isDateTime,
  isList,
  isRecord,
} from '../types/go-text.ts'
import { compareUtf8 } from '../types/utf8.ts'
import type { DateTime, Value } from '../types/value.ts'

/**
 * eKuiper's operators on two values. Null makes arithmetic null and everything else false; an integer
 * beside a float becomes a float; whatever does not fit is an error, there is no conversion of texts.
 */
export type Operand = Value | undefined
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type BitOperator = '&' | '|' | '^'

/** The time of day that a text such as `10:30` needs when it is compared with a time. */
export interface Today {
  now(): number
}

/** Lists, objects and bytes on the left of an operator fail whatever is on the right, null included. */
export function rejectContainer(value: Operand, operator: string): void {
  if (typeof value === 'object' && isContainer(value)) {
    throw new EvaluationError(`${operator} is an invalid operation for ${goTypeName(value)}`)
  }
}

export function isContainer(value: Operand): boolean {
  return isList(value) || isBytes(value) || isRecord(value)
}

export function invalidOperation(left: Operand, operator: string, right: Operand): EvaluationError {
  const isMixed =
    (typeof left === 'bigint' && typeof right === 'number') ||
    (typeof left === 'number' && typeof right === 'bigint')
  // The text shows the operands after the integer beside a float was converted.
  const shown = (value: Operand) => describeValue(isMixed ? Number(value) : value)
  return new EvaluationError(`invalid operation ${shown(left)} ${operator} ${shown(right)}`)
}

export function applyArithmetic(
  operator: ArithmeticOperator,
  left: Operand,
  right: Operand,
): Value {
  if (left === null || left === undefined || right === null || right === undefined) return null
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return integerArithmetic(operator, left, right)
  }
  if (isNumeric(left) && isNumeric(right)) {
    return floatArithmetic(operator, Number(left), Number(right))
  }
  throw invalidOperation(left, operator, right)
}

export function floatArithmetic(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    default:
      if (right === 0) throw new EvaluationError('divided by zero')
      return operator === '/' ? left / right : left % right
  }
}

/** 64 bits that wrap around; division cuts towards zero. */
export function integerArithmetic(
  operator: ArithmeticOperator,
  left: bigint,
  right: bigint,
): bigint {
  switch (operator) {
    case '+':
      return BigInt.asIntN(64, left + right)
    case '-':
      return BigInt.asIntN(64, left - right)
    case '*':
      return BigInt.asIntN(64, left * right)
    default:
      if (right === 0n) throw new EvaluationError('divided by zero')
      return BigInt.asIntN(64, operator === '/' ? left / right : left % right)
  }
}

export function applyBits(operator: BitOperator, left: Operand, right: Operand): Value {
  if (left === null || left === undefined || right === null || right === undefined) return false
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if (operator === '&') return left & right
    return operator === '|' ? left | right : left ^ right
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (operator === '&') return left && right
    return operator === '|' ? left || right : left !== right
  }
  throw invalidOperation(left, operator, right)
}

export function applyLogic(operator: 'AND' | 'OR', left: Operand, right: Operand): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return false
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    return operator === 'AND' ? left && right : left || right
  }
  throw invalidOperation(left, operator, right)
}

/** A comparison with null is false, `!=` too. */
export function applyComparison(
  operator: ComparisonOperator,
  left: Operand,
  right: Operand,
  today: Today,
): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return false
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return isOrdered(operator, left < right ? -1 : left > right ? 1 : 0)
  }
  if (isNumeric(left) && isNumeric(right)) {
    return compareNumbers(operator, Number(left), Number(right))
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return isOrdered(operator, left === right ? 0 : compareUtf8(left, right))
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (operator === '=') return left === right
    if (operator === '!=') return left !== right
  }
  if (isDateTime(left)) {
    const order = compareWithTime(left, right, today)
    if (order !== undefined) return isOrdered(operator, order)
  }
  throw invalidOperation(left, operator, right)
}

/** Not by order: NaN is neither less nor equal nor greater. */
export function compareNumbers(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case '=':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

export function isOrdered(operator: ComparisonOperator, order: number): boolean {
  return compareNumbers(operator, order, 0)
}

/** Numbers are milliseconds and texts are parsed, but only to the right of a time. */
function compareWithTime(left: DateTime, right: Value, today: Today): number | undefined {
  const converted = typeof right === 'object' && !isDateTime(right) ? undefined : right
  if (converted === undefined) return undefined
  const time = toDateTime(converted, today.now())
  return time.ok ? compareDateTimes(left, time.value) : undefined
}

export function isNumeric(value: Operand): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return ['=', '!=', '<', '<=', '>', '>='].includes(operator)
}

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return ['+', '-', '*', '/', '%'].includes(operator)
}

export function isBits(operator: BinaryOperator): operator is BitOperator {
  return operator === '&' || operator === '|' || operator === '^'
}
