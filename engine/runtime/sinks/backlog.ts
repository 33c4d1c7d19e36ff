import type { SinkMessage } from '../../sink-pipeline/index.ts'

/** The messages of an action that wait for its sink, oldest first. */
export interface Backlog {
  /** Messages that wait; those that were taken and not settled yet do not count. */
  readonly length: number
  push(message: SinkMessage): void
  /** At most `count` of the oldest. They are the backlog's until they are settled or put back. */
  take(count: number): readonly SinkMessage[]
  /** The oldest `count` of the taken messages are done with: written, or lost for good. */
  settle(count: number): void
  /** All taken messages that are not settled come first again. */
  putBack(): void
  /** The action stops. */
  close(): void
}

export interface MemoryBacklogOptions {
  /** Messages that may wait; the oldest is dropped for a new one. Infinity where none may be dropped. */
  readonly bufferLength: number
  readonly dropped: (message: SinkMessage, reason: string) => void
}

/** Messages that are lost when the action stops. */
export function createMemoryBacklog({ bufferLength, dropped }: MemoryBacklogOptions): Backlog {
  let waiting: SinkMessage[] = []
  let taken: SinkMessage[] = []
  const reason = `buffer full: ${String(bufferLength)} messages wait for the sink, the oldest was dropped`
  return {
    get length() {
      return waiting.length
    },
    push(message) {
      while (waiting.length >= bufferLength) {
        const oldest = waiting.shift()
        if (oldest !== undefined) dropped(oldest, reason)
      }
      waiting.push(message)
    },
    take(count) {
      const first = waiting.splice(0, count)
      taken.push(...first)
      return first
    },
    settle(count) {
      taken.splice(0, count)
    },
    putBack() {
      waiting.unshift(...taken)
      taken = []
    },
    close() {
      waiting = []
      taken = []
    },
  }
}
