import type { RecordValue } from '../types/value.ts'

/** A row on a memory topic. `rows` are never changed after they are published. */
export interface TopicMessage {
  readonly topic: string
  readonly rows: readonly RecordValue[]
  /**
   * The text that `topic` was computed from, such as `mem/{{.n}}`. As in eKuiper a computed topic reaches
   * only those who subscribed to exactly it, and the source's metadata has this text.
   */
  readonly template?: string
  /** What the rows do to a lookup table; they are put into it where this is absent. */
  readonly change?: 'insert' | 'update' | 'upsert' | 'delete'
}

/** In-process topics. Filters take MQTT wildcards: `+` one level, `#` the rest. Publishing is synchronous. */
export interface TopicBus {
  publish(message: TopicMessage): void
  /** Returns how to end the subscription. */
  subscribe(filter: string, receive: (message: TopicMessage) => void): () => void
}
