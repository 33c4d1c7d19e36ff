import { createRecord, type MutableRecord, type Value } from '../../types/value.ts'
import { isRecord } from '../../types/go-text.ts'
import type { AggregateFunction, AggregateState } from '../definition.ts'
import { expectCount } from './check-aggregate.ts'

class MergeState implements AggregateState {
  private readonly merged: MutableRecord = createRecord()
  private isEmpty = true

  add(args: readonly Value[]): void {
    const value = args[0]
    if (value === undefined || !isRecord(value)) return
    for (const name of Object.keys(value)) {
      this.merged[name] = value[name]
      this.isEmpty = false
    }
  }

  addError(): void {
    // Not an object: ignored like every other value that cannot be merged.
  }

  merge(later: AggregateState): void {
    if (later instanceof MergeState) this.add([later.merged])
  }

  result(): Value {
    return this.isEmpty ? null : { ...this.merged }
  }
}

export const mergeAgg: AggregateFunction = {
  kind: 'aggregate',
  name: 'merge_agg',
  category: 'aggregate',
  signatures: ['merge_agg(x)', 'merge_agg(*)'],
  summary: 'One object of the keys of all objects; later rows win, other values are ignored.',
  example: {
    expression: 'merge_agg(x)',
    before: ['{"x":{"a":1,"b":1}}'],
    row: '{"x":{"b":2}}',
    result: '{"a":1,"b":2}',
  },
  check: expectCount(1),
  create: () => new MergeState(),
}
