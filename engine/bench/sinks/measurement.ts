import type { Feed } from '../feed.ts'
import type { Contender } from '../measure.ts'

/** What we do, beside what one would write by hand or beside the same without it. */
export interface Measurement {
  readonly name: string
  readonly create: (feed: Feed) => {
    readonly ours: Contender
    readonly others: Readonly<Record<string, Contender>>
  }
}

/** Reads what a contender made, so that none of its work can be left out. */
export function overItems<Item, Made extends { readonly length: number }>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Contender {
  let total = 0
  return {
    rows: items.length,
    pass: () => {
      for (const item of items) total += make(item).length
      if (total === 0) throw new Error('nothing was written')
    },
  }
}
