import { truncateToInt64 } from '../../types/cast.ts'
import { describeValue } from '../../types/go-text.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateFunction, type AggregateState } from '../definition.ts'
import { argumentKind, type ArgumentKind } from './argument-kind.ts'
import { expectNumbers } from './check-aggregate.ts'

const goNames = { int: 'int64', float: 'float64', string: 'string', other: '' } as const

/**
 * The least or greatest value. The first value decides the type: after an int64 floats are cut, any
 * other mixture fails. Values after the first of another type are kept, so that merging stays exact.
 */
class ExtremeState implements AggregateState {
  private readonly isLess: (a: Value, b: Value) => boolean
  private kind: ArgumentKind | undefined
  private best: Value = null
  private rest: Value[] | undefined
  private failure: EvaluationError | undefined

  constructor(isLess: (a: Value, b: Value) => boolean) {
    this.isLess = isLess
  }

  add(args: readonly Value[]): void {
    const value = args[0] ?? null
    if (typeof value === 'number' && this.kind === 'float' && this.rest === undefined) {
      if (this.isLess(value, this.best)) this.best = value
      return
    }
    if (value !== null) this.addSlowly(value)
  }

  addError(error: EvaluationError): void {
    this.failure ??= error
  }

  private addSlowly(value: Value): void {
    const kind = argumentKind(value)
    if (this.kind === undefined) {
      this.kind = kind
      this.best = value
      return
    }
    if (this.rest !== undefined || kind !== this.kind) {
      this.rest ??= []
      this.rest.push(value)
      return
    }
    if (kind !== 'other' && this.isLess(value, this.best)) this.best = value
  }

  merge(later: AggregateState): void {
    if (!(later instanceof ExtremeState)) return
    if (later.failure !== undefined) this.failure ??= later.failure
    if (later.kind === undefined) return
    // Cutting keeps the order of floats, so the extreme of the later state stands for all its values.
    this.addSlowly(later.best)
    if (later.rest !== undefined) for (const value of later.rest) this.addSlowly(value)
  }

  result(): Value {
    if (this.failure !== undefined) {
      throw new EvaluationError(
        `requires float64 but found *errors.errorString(${this.failure.message})`,
      )
    }
    if (this.kind === undefined) return null
    if (this.kind === 'other') {
      throw new EvaluationError(`found invalid arg ${describeValue(this.best)}`)
    }
    let best = this.best
    for (const raw of this.rest ?? []) {
      const value = this.kind === 'int' && typeof raw === 'number' ? truncateToInt64(raw) : raw
      if (argumentKind(value) !== this.kind) {
        throw new EvaluationError(`requires ${goNames[this.kind]} but found ${describeValue(raw)}`)
      }
      if (this.isLess(value, best)) best = value
    }
    return best
  }
}

function isBelow(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b) < 0
  return (a as number | bigint) < (b as number | bigint)
}

function isAbove(a: Value, b: Value): boolean {
  return isBelow(b, a)
}

export const min: AggregateFunction = {
  kind: 'aggregate',
  name: 'min',
  category: 'aggregate',
  signatures: ['min(x)'],
  summary: 'The least value of a window or group; nulls are ignored.',
  example: { expression: 'min(x)', before: ['{"x":1}', '{"x":2}'], row: '{"x":6}', result: '1' },
  check: expectNumbers(1, 1),
  create: () => new ExtremeState(isBelow),
}

export const max: AggregateFunction = {
  kind: 'aggregate',
  name: 'max',
  category: 'aggregate',
  signatures: ['max(x)'],
  summary: 'The greatest value of a window or group; nulls are ignored.',
  example: { expression: 'max(x)', before: ['{"x":1}', '{"x":2}'], row: '{"x":6}', result: '6' },
  check: expectNumbers(1, 1),
  create: () => new ExtremeState(isAbove),
}
