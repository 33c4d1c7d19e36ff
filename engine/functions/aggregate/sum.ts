import type { Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState, EvaluationError } from '../definition.ts'
import { expectNumbers } from './check-aggregate.ts'
import { NumberTotals } from './number-totals.ts'

class SumState implements AggregateState {
  readonly totals = new NumberTotals()

  add(args: readonly Value[]): void {
    this.totals.add(args[0] ?? null)
  }

  addError(error: EvaluationError): void {
    this.totals.addError(error)
  }

  merge(later: AggregateState): void {
    if (later instanceof SumState) this.totals.merge(later.totals)
  }

  result(): Value {
    return this.totals.totals('sum')?.sum ?? null
  }
}

export const sum: AggregateFunction = {
  kind: 'aggregate',
  name: 'sum',
  category: 'aggregate',
  signatures: ['sum(x)'],
  summary: 'The sum of the values of a window or group; nulls are ignored.',
  example: { expression: 'sum(x)', before: ['{"x":1}', '{"x":2}'], row: '{"x":6}', result: '9' },
  check: expectNumbers(1, 1),
  create: () => new SumState(),
}
