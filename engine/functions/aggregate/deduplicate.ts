import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { AggregateFunction, AggregateState } from '../definition.ts'
import { expectFlag } from './check-aggregate.ts'

/** Keys are compared by their printed form, so that 1, 1.0 and "1" are one key. */
class DeduplicateState implements AggregateState {
  private readonly first = new Map<string, Value>()
  private isLastNew = false
  private last: Value = null
  private takesAll = false

  add(args: readonly Value[]): void {
    const [record = null, key = null, all = null] = args
    this.takesAll = all === true
    this.addKey(toGoText(key), record)
  }

  private addKey(key: string, record: Value): void {
    this.isLastNew = !this.first.has(key)
    this.last = record
    if (this.isLastNew) this.first.set(key, record)
  }

  addError(): void {
    this.isLastNew = false
  }

  merge(later: AggregateState): void {
    if (!(later instanceof DeduplicateState) || later.first.size === 0) return
    let isLastNew = false
    for (const [key, record] of later.first) {
      this.addKey(key, record)
      if (record === later.last) isLastNew = this.isLastNew
    }
    this.takesAll = later.takesAll
    this.isLastNew = later.isLastNew && isLastNew
    this.last = later.last
  }

  result(): Value {
    if (this.takesAll) return this.first.size === 0 ? null : [...this.first.values()]
    return this.isLastNew ? this.last : null
  }
}

export const deduplicate: AggregateFunction = {
  kind: 'aggregate',
  name: 'deduplicate',
  category: 'aggregate',
  signatures: ['deduplicate(key, all)'],
  summary:
    'The first row of every key; with `false` the last row, if its key is new in the window.',
  example: {
    expression: 'deduplicate(x, true)',
    before: ['{"x":"a"}', '{"x":"b"}'],
    row: '{"x":"a"}',
    result: '[{"x":"a"},{"x":"b"}]',
  },
  check: expectFlag,
  takesRecord: true,
  create: () => new DeduplicateState(),
}
