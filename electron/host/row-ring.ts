import type { NodeEvent } from '#engine'
import { estimateSize } from './row-size.ts'

export interface NumberedEvent {
  readonly number: number
  readonly event: NodeEvent
}

/** How much a ring holds: so many rows, or fewer where they are large. */
export interface RingSize {
  readonly rows: number
  /** Estimated, not measured: a ring of large rows must not fill the memory. */
  readonly bytes: number
}

/** The newest events of one node, numbered from 1 without gaps. */
export interface RowRing {
  add(event: NodeEvent): void
  /** Makes it hold more or fewer; the newest stay. */
  resize(size: RingSize): void
  readonly newest: number
  /** The event with this number, unless it is gone. */
  find(number: number): NodeEvent | undefined
  /** At most `limit` events numbered above `after`, oldest first, and how many between are gone. */
  read(
    after: number,
    limit: number,
  ): { readonly events: readonly NumberedEvent[]; readonly lost: number }
}

/** Every so many events one is looked at for its size. */
const sampling = 16
/** However large rows are, so many are there to be seen. */
const fewestRows = 10

export function createRowRing(initialSize: RingSize): RowRing {
  let size = initialSize
  let capacity = size.rows
  let events: NodeEvent[] = []
  /** Where the oldest event stands once the ring is full. */
  let start = 0
  let newest = 0
  let usualBytes = 0

  const setCapacity = (wanted: number): void => {
    if (wanted === capacity) return
    events = [...events.slice(start), ...events.slice(0, start)].slice(-wanted)
    capacity = wanted
    start = 0
  }
  const fit = (): void => {
    const fitting = usualBytes === 0 ? size.rows : Math.floor(size.bytes / usualBytes)
    const wanted = Math.min(size.rows, Math.max(fewestRows, fitting))
    // Small changes are not worth copying the ring for.
    const isClose = wanted > capacity * 0.8 && wanted < capacity * 1.25
    if (!isClose || wanted === size.rows) setCapacity(wanted)
  }
  const at = (number: number): NodeEvent | undefined => {
    const oldest = newest - events.length + 1
    return events[(start + number - oldest) % Math.max(1, events.length)]
  }
  return {
    add(event) {
      if (newest % sampling === 0) {
        const bytes = estimateSize(event)
        // Up at once, down slowly: memory that is full already is worse than a short ring.
        usualBytes = Math.max(bytes, usualBytes * 0.9 + bytes * 0.1)
        fit()
      }
      newest += 1
      if (events.length < capacity) {
        events.push(event)
        return
      }
      events[start] = event
      start = (start + 1) % capacity
    },
    resize(wanted) {
      size = wanted
      fit()
    },
    get newest() {
      return newest
    },
    find(number) {
      return number > newest - events.length && number <= newest ? at(number) : undefined
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
