import type { SinkMessage } from '../../sink-pipeline/index.ts'
import type { DropReason } from '../drop-cause.ts'

/** The messages of an action that wait for its sink, oldest first. */
export interface Backlog {
  /** Messages that wait; those that were taken and not settled yet do not count. */
  readonly length: number
  push(message: SinkMessage): void
  /** The same as `push` and `take` of a message where nothing waits, for backlogs that need not keep it. */
  pass?(message: SinkMessage): void
  /** At most `count` of the oldest. They are the backlog's until they are settled or put back. */
  take(count: number): readonly SinkMessage[]
  /** The oldest `count` of the taken messages are done with: written, or lost for good. */
  settle(count: number): void
  /** All taken messages that are not settled come first again. */
  putBack(): void
  /** The action stops: what nothing keeps for its next run is lost. */
  close(): void
}

export interface MemoryBacklogOptions {
  /**
   * Messages that may wait; the oldest is dropped for a new one, but never one that the sink had in hand
   * already. Infinity where none may be dropped.
   */
  readonly bufferLength: number
  readonly dropped: (message: SinkMessage, reason: DropReason) => void
}

const unsent = { cause: 'stopped', text: 'it waited for the sink when the rule stopped' } as const
const unanswered = {
  cause: 'stopped',
  text: 'the sink had not answered when the rule stopped',
} as const

/** Messages that live no longer than the action. */
export function createMemoryBacklog({ bufferLength, dropped }: MemoryBacklogOptions): Backlog {
  const waiting: SinkMessage[] = []
  let taken: SinkMessage[] = []
  /** How many of the first were put back. */
  let returned = 0
  const text = `buffer full: ${String(bufferLength)} messages wait for the sink, the oldest was dropped`
  const reason = { cause: 'buffer-full', text } as const
  return {
    get length() {
      return waiting.length
    },
    push(message) {
      while (waiting.length - returned >= bufferLength) {
        for (const oldest of waiting.splice(returned, 1)) dropped(oldest, reason)
      }
      waiting.push(message)
    },
    pass(message) {
      taken.push(message)
    },
    take(count) {
      const first = waiting.splice(0, count)
      taken.push(...first)
      returned = Math.max(0, returned - first.length)
      return first
    },
    settle(count) {
      if (count === taken.length) taken.length = 0
      else taken.splice(0, count)
    },
    putBack() {
      waiting.unshift(...taken)
      returned += taken.length
      taken = []
    },
    close() {
      for (const message of taken.splice(0)) dropped(message, unanswered)
      for (const message of waiting.splice(0)) dropped(message, unsent)
      returned = 0
    },
  }
}
