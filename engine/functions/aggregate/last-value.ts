import { createRecord, type Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState } from '../definition.ts'
import { expectFlag } from './check-aggregate.ts'

class LastValueState implements AggregateState {
  private last: Value = null
  /** Whether a row has set `last`, possibly to null. */
  private isSet = false

  add(args: readonly Value[]): void {
    const value = args[0] ?? null
    if (value === null && args[1] === true) return
    this.last = value
    this.isSet = true
  }

  addError(): void {
    this.last = createRecord()
    this.isSet = true
  }

  merge(later: AggregateState): void {
    if (!(later instanceof LastValueState) || !later.isSet) return
    this.last = later.last
    this.isSet = true
  }

  result(): Value {
    return this.last
  }
}

export const lastValue: AggregateFunction = {
  kind: 'aggregate',
  name: 'last_value',
  category: 'aggregate',
  signatures: ['last_value(x, ignoreNull)'],
  summary: 'The value of the last row, or with `true` of the last row whose value is not null.',
  example: {
    expression: 'last_value(x, true)',
    before: ['{"x":"a"}'],
    row: '{"x":null}',
    result: '"a"',
  },
  check: expectFlag,
  create: () => new LastValueState(),
}
