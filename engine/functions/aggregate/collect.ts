import { createRecord, NIL_LIST, type Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState } from '../definition.ts'
import { expectCount } from './check-aggregate.ts'

class CollectState implements AggregateState {
  private readonly values: Value[] = []

  add(args: readonly Value[]): void {
    this.values.push(args[0] ?? null)
  }

  addError(): void {
    // An error is an element without fields, which is how eKuiper sends it.
    this.values.push(createRecord())
  }

  merge(later: AggregateState): void {
    if (later instanceof CollectState) for (const value of later.values) this.values.push(value)
  }

  result(): Value {
    return this.values.length === 0 ? NIL_LIST : [...this.values]
  }
}

export const collect: AggregateFunction = {
  kind: 'aggregate',
  name: 'collect',
  category: 'aggregate',
  signatures: ['collect(x)', 'collect(*)'],
  summary: 'A list of all values, or rows, of a window or group.',
  example: {
    expression: 'collect(x)',
    before: ['{"x":"a"}'],
    row: '{"x":"b"}',
    result: '["a","b"]',
  },
  check: expectCount(1),
  create: () => new CollectState(),
}
