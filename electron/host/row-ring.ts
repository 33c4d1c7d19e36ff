import type { NodeEvent } from '#engine'

export interface NumberedEvent {
  readonly number: number
  readonly event: NodeEvent
}

/** The newest events of one node, numbered from 1 without gaps. */
export interface RowRing {
  add(event: NodeEvent): void
  /** Makes it hold more or fewer; the newest stay. */
  resize(capacity: number): void
  readonly newest: number
  /** At most `limit` events numbered above `after`, oldest first, and how many between are gone. */
  read(
    after: number,
    limit: number,
  ): { readonly events: readonly NumberedEvent[]; readonly lost: number }
}

export function createRowRing(initialCapacity: number): RowRing {
  let capacity = initialCapacity
  let events: NodeEvent[] = []
  /** Where the oldest event stands once the ring is full. */
  let start = 0
  let newest = 0

  const at = (number: number): NodeEvent | undefined => {
    const oldest = newest - events.length + 1
    return events[(start + number - oldest) % Math.max(1, events.length)]
  }
  return {
    add(event) {
      newest += 1
      if (events.length < capacity) {
        events.push(event)
        return
      }
      events[start] = event
      start = (start + 1) % capacity
    },
    resize(wanted) {
      const kept = [...events.slice(start), ...events.slice(0, start)].slice(-wanted)
      capacity = wanted
      events = kept
      start = 0
    },
    get newest() {
      return newest
    },
    read(wantedAfter, limit) {
      const after = Math.max(0, wantedAfter)
      const oldest = newest - events.length + 1
      const first = Math.max(after + 1, oldest)
      const found: NumberedEvent[] = []
      for (let number = first; number <= newest && found.length < limit; number += 1) {
        const event = at(number)
        if (event !== undefined) found.push({ number, event })
      }
      return { events: found, lost: Math.max(0, Math.min(first, newest + 1) - (after + 1)) }
    },
  }
}
