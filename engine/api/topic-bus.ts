import type { RecordValue } from '../types/value.ts'

/** A row on a memory topic. `rows` are never changed after they are published. */
export interface TopicMessage {
  readonly topic: string
  readonly rows: readonly RecordValue[]
}

/** In-process topics. Filters take MQTT wildcards: `+` one level, `#` the rest. Publishing is synchronous. */
export interface TopicBus {
  publish(message: TopicMessage): void
  /** Returns how to end the subscription. */
  subscribe(filter: string, receive: (message: TopicMessage) => void): () => void
}
