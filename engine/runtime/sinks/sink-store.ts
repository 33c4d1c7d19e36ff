/**
 * Keeps the cached messages of actions beyond the life of an engine. All calls are synchronous: a message
 * counts as accepted only when it is kept, and a rule's results are handed on synchronously.
 */
export interface SinkStore {
  /** The messages of one action, those that an earlier run left first. Throws where it cannot be used. */
  open(place: StorePlace): StoredMessages
  /** Whether it was ever opened and may hold messages. */
  isUsed(place: StorePlace): boolean
}

/** The same place in a later run holds the same messages. */
export interface StorePlace {
  readonly ruleId: string
  /** The index of the action in its rule. */
  readonly action: number
  /** `main` keeps the order of the results; `resend` is the queue of `resendAlterQueue`. */
  readonly queue: 'main' | 'resend'
}

/** A queue of messages. Nothing but its owner may change it between `open` and `close`. */
export interface StoredMessages {
  readonly length: number
  /**
   * Adds a message behind the last one: when this returns, the message outlives this process, however it
   * ends. Throws where it could not be kept, and then nothing of it is.
   */
  append(message: Uint8Array): void
  /** At most `count` messages from the `from`th on; 0 is the oldest. */
  read(from: number, count: number): readonly Uint8Array[]
  /**
   * Forgets the oldest `count` messages. A process that is killed may find a few of them again: they are
   * sent twice rather than lost.
   */
  drop(count: number): void
  clear(): void
  close(): void
}

/** Keeps messages as long as it lives itself: for engines whose host gives no other store, and for tests. */
export function createMemoryStore(): SinkStore {
  const places = new Map<string, Uint8Array[]>()
  const keyOf = ({ ruleId, action, queue }: StorePlace): string =>
    JSON.stringify([ruleId, action, queue])
  return {
    isUsed: (place) => places.has(keyOf(place)),
    open(place) {
      const key = keyOf(place)
      const messages = places.get(key) ?? []
      places.set(key, messages)
      return {
        get length() {
          return messages.length
        },
        append: (message) => {
          messages.push(message)
        },
        read: (from, count) => messages.slice(from, from + count),
        drop: (count) => {
          messages.splice(0, count)
        },
        clear: () => {
          messages.length = 0
        },
        close: () => undefined,
      }
    },
  }
}
