import { compileGoRegexp } from '../../../types/go-regexp.ts'
import { isList, toGoText } from '../../../types/go-text.ts'
import { compareUtf8 } from '../../../types/utf8.ts'
import type { Value } from '../../../types/value.ts'
import { EvaluationError } from '../../definition.ts'
import { isDeepEqual } from '../go-equality.ts'

export type PathOperator = (left: Value, right: Value) => Value

/** Loosest first; all associate to the left. */
export const PATH_OPERATORS: readonly ReadonlyMap<string, PathOperator>[] = [
  new Map<string, PathOperator>([
    ['==', isEqual],
    ['!=', (a, b) => !isEqual(a, b)],
    ['<', (a, b) => order(a, b, '<') < 0],
    ['<=', (a, b) => order(a, b, '<=') <= 0],
    ['>', (a, b) => order(a, b, '>') > 0],
    ['>=', (a, b) => order(a, b, '>=') >= 0],
    ['=~', matches],
    ['!~', (a, b) => !matches(a, b)],
    ['in', (a, b) => isList(b) && b.some((item) => isEqual(a, item))],
  ]),
  new Map<string, PathOperator>([
    ['+', add],
    ['-', (a, b) => numeric(a, b, '-', (x, y) => x - y)],
  ]),
  new Map<string, PathOperator>([
    ['*', (a, b) => numeric(a, b, '*', (x, y) => x * y)],
    ['/', (a, b) => numeric(a, b, '/', (x, y) => x / y)],
    ['%', (a, b) => numeric(a, b, '%', (x, y) => x % y)],
  ]),
  new Map<string, PathOperator>([['**', (a, b) => numeric(a, b, '**', (x, y) => x ** y)]]),
]

function isEqual(a: Value, b: Value): boolean {
  return isDeepEqual(a, b)
}

function add(a: Value, b: Value): Value {
  if (typeof a === 'string' || typeof b === 'string') return toGoText(a) + toGoText(b)
  return numeric(a, b, '+', (x, y) => x + y)
}

function numeric(
  a: Value,
  b: Value,
  operator: string,
  calculate: (x: number, y: number) => number,
): number {
  const x = toNumber(a)
  const y = toNumber(b)
  if (x === undefined || y === undefined) throw invalid(a, operator, b)
  return calculate(x, y)
}

function order(a: Value, b: Value, operator: string): number {
  const x = toNumber(a)
  const y = toNumber(b)
  if (x !== undefined && y !== undefined) return x - y
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b)
  throw invalid(a, operator, b)
}

function matches(a: Value, b: Value): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') throw invalid(a, '=~', b)
  const compiled = compileGoRegexp(b)
  if (!compiled.ok) throw new EvaluationError(compiled.error)
  return compiled.regexp.test(a)
}

function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

function invalid(a: Value, operator: string, b: Value): EvaluationError {
  return new EvaluationError(`invalid operation (${toGoText(a)}) ${operator} (${toGoText(b)})`)
}
