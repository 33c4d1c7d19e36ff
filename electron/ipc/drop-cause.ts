import { z } from 'zod'

/** What each cause of the engine is called to users, after a count: `12 buffer full`. */
const words = {
  'not-encoded': 'not made into a message',
  'buffer-full': 'buffer full',
  'cache-full': 'cache full',
  'cache-unusable': 'cache cannot be used',
  'cache-damaged': 'damaged in the cache',
  'sink-refused': 'not written by the sink',
  'sink-unreachable': 'sink not reached',
  late: 'too late',
  stopped: 'lost at stop',
} as const

export type DropCause = keyof typeof words

export const dropCause = z.enum(Object.keys(words) as [DropCause, ...DropCause[]])

/** How many rows were dropped, by cause; causes that did not occur are absent. */
export const dropCounts = z.partialRecord(dropCause, z.number())

export interface DropShare {
  readonly cause: DropCause
  readonly count: number
  readonly words: string
}

/** The causes that occurred, most frequent first. */
export function sharesOf(counts: z.output<typeof dropCounts> = {}): readonly DropShare[] {
  return dropCause.options
    .map((cause) => ({ cause, count: counts[cause] ?? 0, words: words[cause] }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
}
