import type { Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState, EvaluationError } from '../definition.ts'
import { expectNumbers } from './check-aggregate.ts'
import { NumberTotals } from './number-totals.ts'

class AvgState implements AggregateState {
  readonly totals = new NumberTotals()

  add(args: readonly Value[]): void {
    this.totals.add(args[0] ?? null)
  }

  addError(error: EvaluationError): void {
    this.totals.addError(error)
  }

  merge(later: AggregateState): void {
    if (later instanceof AvgState) this.totals.merge(later.totals)
  }

  result(): Value {
    const totals = this.totals.totals('avg')
    if (totals === undefined) return null
    // Integers are divided as integers, as eKuiper does.
    return typeof totals.sum === 'bigint'
      ? totals.sum / BigInt(totals.count)
      : totals.sum / totals.count
  }
}

export const avg: AggregateFunction = {
  kind: 'aggregate',
  name: 'avg',
  category: 'aggregate',
  signatures: ['avg(x)'],
  summary:
    'The mean of the values of a window or group; the mean of integers is cut to an integer.',
  example: { expression: 'avg(x)', before: ['{"x":1}', '{"x":2}'], row: '{"x":6}', result: '3' },
  check: expectNumbers(1, 1),
  create: () => new AvgState(),
}
