import type { Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState } from '../definition.ts'
import { expectCount } from './check-aggregate.ts'

class CountState implements AggregateState {
  private rows = 0
  private values = 0

  add(args: readonly Value[]): void {
    this.rows += 1
    if (args[0] !== null) this.values += 1
  }

  addError(): void {
    this.rows += 1
    this.values += 1
  }

  merge(later: AggregateState): void {
    if (!(later instanceof CountState)) return
    this.rows += later.rows
    this.values += later.values
  }

  result(): Value {
    return this.rows === 0 ? null : BigInt(this.values)
  }
}

export const count: AggregateFunction = {
  kind: 'aggregate',
  name: 'count',
  category: 'aggregate',
  signatures: ['count(*)', 'count(x)'],
  summary: 'The number of rows of a window or group, or of those whose value is not null.',
  example: { expression: 'count(x)', before: ['{"x":"a"}', '{}'], row: '{"x":"b"}', result: '2' },
  check: expectCount(1),
  isRowCount: true,
  shape: { integer: 'int' },
  create: () => new CountState(),
}
