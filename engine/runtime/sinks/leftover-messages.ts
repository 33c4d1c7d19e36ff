import type { SinkStore, StoredMessages, StorePlace } from './sink-store.ts'

/**
 * The messages of an action with one queue. Where an earlier run had a separate one to send again, what it
 * left comes first: it is older.
 */
export function openWithLeftovers(store: SinkStore, place: StorePlace): StoredMessages {
  const resend = { ...place, queue: 'resend' } as const
  if (!store.isUsed(resend)) return store.open(place)
  const leftovers = store.open(resend)
  try {
    return joinMessages(leftovers, store.open(place))
  } catch (error) {
    leftovers.close()
    throw error
  }
}

/** One queue behind the other; new messages go behind both. */
function joinMessages(first: StoredMessages, last: StoredMessages): StoredMessages {
  return {
    get length() {
      return first.length + last.length
    },
    append: (message) => {
      last.append(message)
    },
    read(from, count) {
      const messages = first.read(from, count)
      const missing = count - messages.length
      if (missing === 0) return messages
      return [...messages, ...last.read(Math.max(0, from - first.length), missing)]
    },
    drop(count) {
      const ofFirst = Math.min(count, first.length)
      if (ofFirst > 0) first.drop(ofFirst)
      if (count > ofFirst) last.drop(count - ofFirst)
    },
    clear() {
      first.clear()
      last.clear()
    },
    close() {
      first.close()
      last.close()
    },
  }
}

/** How many messages earlier runs left of an action, in both queues. Throws where they cannot be read. */
export function countLeftovers(store: SinkStore, place: Omit<StorePlace, 'queue'>): number {
  let count = 0
  for (const queue of ['main', 'resend'] as const) {
    const wanted = { ...place, queue }
    if (!store.isUsed(wanted)) continue
    const messages = store.open(wanted)
    count += messages.length
    messages.close()
  }
  return count
}
