import type { TopicBus } from '../../api/topic-bus.ts'
import type { StreamDefinition } from '../../catalog/stream.ts'
import type { RecordValue, Value } from '../../types/value.ts'

/**
 * A lookup table of the memory type: from the start of the run it keeps the last row of every key that is
 * published on its topic.
 */
export class LookupTable {
  readonly definition: StreamDefinition
  private readonly rows = new Map<Value | undefined, RecordValue>()
  private readonly unsubscribe: () => void

  constructor(definition: StreamDefinition, topics: TopicBus) {
    this.definition = definition
    this.unsubscribe = topics.subscribe(definition.datasource, ({ rows, change }) => {
      for (const row of rows) {
        const key = row[definition.key] ?? null
        if (change === 'delete') this.rows.delete(key)
        else this.rows.set(key, row)
      }
    })
  }

  /** Compared as Go does, types included: the int64 1 is not the float64 1. */
  find(columns: readonly string[], values: readonly Value[]): readonly RecordValue[] {
    if (columns.length === 1 && columns[0] === this.definition.key) {
      const row = this.rows.get(values[0])
      return row === undefined ? [] : [row]
    }
    return [...this.rows.values()].filter((row) =>
      columns.every((column, i) => row[column] === values[i]),
    )
  }

  stop(): void {
    this.unsubscribe()
  }
}
