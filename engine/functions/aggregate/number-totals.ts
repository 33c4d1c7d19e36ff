import { truncateToInt64 } from '../../types/cast.ts'
import { describeValue } from '../../types/go-text.ts'
import type { ListValue, Value } from '../../types/value.ts'
import { EvaluationError } from '../definition.ts'
import { argumentKind } from './argument-kind.ts'

export interface Totals {
  readonly sum: number | bigint
  readonly count: number
}

/**
 * Running totals for `sum` and `avg`. eKuiper decides by the first value: after an int64 later floats are
 * cut to integers, after a float64 an int64 is refused. As long as all values are of one kind two totals
 * can be merged; values after the first different one are kept in `rest`, so that merging stays exact.
 */
export class NumberTotals {
  private first: Value = null
  private kind: 'none' | 'int' | 'float' | 'other' = 'none'
  private count = 0
  private int = 0n
  private float = 0
  private cut = 0
  private rest: Value[] | undefined
  private failure: EvaluationError | undefined

  add(value: Value): void {
    if (typeof value === 'number' && this.kind === 'float' && this.rest === undefined) {
      this.float += value
      this.cut += Math.trunc(value)
      this.count += 1
      return
    }
    if (value === null) return
    this.addSlowly(value)
  }

  private addSlowly(value: Value): void {
    const found = argumentKind(value)
    const kind = found === 'string' ? 'other' : found
    if (this.kind === 'none') {
      this.kind = kind
      this.first = value
    }
    if (kind !== this.kind || this.rest !== undefined) {
      this.rest ??= []
      this.rest.push(value)
      return
    }
    this.count += 1
    if (typeof value === 'bigint') this.int = BigInt.asIntN(64, this.int + value)
    else if (typeof value === 'number') {
      this.float += value
      this.cut += Math.trunc(value)
    }
  }

  addError(error: EvaluationError): void {
    this.failure ??= error
  }

  merge(later: NumberTotals): void {
    if (later.failure !== undefined) this.failure ??= later.failure
    if (later.kind === 'none') return
    if (this.kind === 'none') this.copy(later)
    else if (this.kind === later.kind) this.addTotals(later)
    else this.addDifferent(later)
    if (later.rest !== undefined) for (const value of later.rest) this.addSlowly(value)
  }

  private copy(later: NumberTotals): void {
    this.kind = later.kind
    this.first = later.first
    this.addTotals(later)
  }

  private addTotals(later: NumberTotals): void {
    this.count += later.count
    // Every sum of bigints is a new object, also that of zeros.
    if (later.int !== 0n) this.int = BigInt.asIntN(64, this.int + later.int)
    this.float += later.float
    this.cut += later.cut
  }

  private addDifferent(later: NumberTotals): void {
    if (this.kind === 'int' && later.kind === 'float') {
      this.int = BigInt.asIntN(64, this.int + truncateToInt64(later.cut) + later.int)
      this.count += later.count
      return
    }
    this.addSlowly(later.first)
    if (this.kind === 'float' && typeof later.first === 'bigint') {
      // Floats that integers follow are wrong by themselves, but not behind an integer.
      this.int = BigInt.asIntN(64, this.int + later.int - later.first)
      this.count += later.count - 1
    }
  }

  /** Undefined where no value came. Throws with eKuiper's reason; `name` is the function. */
  totals(name: string): Totals | undefined {
    if (this.failure !== undefined) {
      throw new EvaluationError(
        `requires float64 but found *errors.errorString(${this.failure.message})`,
      )
    }
    if (this.kind === 'none') return undefined
    if (this.kind === 'other') {
      throw new EvaluationError(
        `run ${name} function error: found invalid arg ${describeValue(this.first)}`,
      )
    }
    const rest: ListValue = this.rest ?? []
    if (this.kind === 'int') return this.intTotals(rest)
    const wrong = rest.find((value) => typeof value !== 'number')
    if (wrong !== undefined) {
      throw new EvaluationError(`requires float64 but found ${describeValue(wrong)}`)
    }
    return { sum: this.float, count: this.count }
  }

  private intTotals(rest: ListValue): Totals {
    let sum = this.int
    for (const value of rest) {
      if (typeof value === 'bigint') sum += value
      else if (typeof value === 'number') sum += truncateToInt64(value)
      else throw new EvaluationError(`requires int64 but found ${describeValue(value)}`)
    }
    return { sum: BigInt.asIntN(64, sum), count: this.count + rest.length }
  }
}
