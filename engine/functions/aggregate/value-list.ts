import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateState } from '../definition.ts'

/** A state that needs every value: the spread and percentile functions, whose results depend on all of them. */
export abstract class ValueListState implements AggregateState {
  protected readonly values: Value[] = []
  protected failure: EvaluationError | undefined

  add(args: readonly Value[]): void {
    this.values.push(args[0] ?? null)
  }

  addError(error: EvaluationError): void {
    this.failure ??= error
  }

  merge(later: AggregateState): void {
    if (!(later instanceof ValueListState)) return
    for (const value of later.values) this.values.push(value)
    if (later.failure !== undefined) this.failure ??= later.failure
  }

  result(): Value {
    if (this.failure !== undefined) {
      throw new EvaluationError(
        `requires float64 but found *errors.errorString(${this.failure.message})`,
      )
    }
    return this.values.length === 0 ? null : this.compute()
  }

  protected abstract compute(): Value
}
