import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateState } from '../definition.ts'

/** A state of an aggregate that wants each argument as the list of a group's values, as eKuiper's plugins do. */
export function gatherArguments(compute: (lists: readonly Value[][]) => Value): AggregateState {
  return new GatheredArguments(compute)
}

class GatheredArguments implements AggregateState {
  private readonly compute: (lists: readonly Value[][]) => Value
  private readonly lists: Value[][] = []
  private failure: EvaluationError | undefined

  constructor(compute: (lists: readonly Value[][]) => Value) {
    this.compute = compute
  }

  add(args: readonly Value[]): void {
    for (const [index, value] of args.entries()) (this.lists[index] ??= []).push(value)
  }

  addError(error: EvaluationError): void {
    this.failure ??= error
  }

  merge(later: AggregateState): void {
    if (!(later instanceof GatheredArguments)) return
    for (const [index, list] of later.lists.entries()) {
      const own = (this.lists[index] ??= [])
      for (const value of list) own.push(value)
    }
    if (later.failure !== undefined) this.failure ??= later.failure
  }

  result(): Value {
    if (this.failure !== undefined) throw new EvaluationError(this.failure.message)
    return this.compute(this.lists)
  }
}
