import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RowFeed } from '../bridge/row-feed.ts'
import { columnsSeenIn, type ColumnSeen } from './columns-seen.ts'
import type { RunStore } from './run-store.ts'

export type SeenColumns = Readonly<Record<string, readonly ColumnSeen[]>>

/** The columns in the newest rows of each watched run node. `look` is called about once a second. */
export interface SeenColumnsStore extends StoreApi<SeenColumns> {
  look(): void
}

const rowsLookedAt = 200

export function createSeenColumnsStore(rows: RowFeed, run: RunStore): SeenColumnsStore {
  const store = createStore<SeenColumns>(() => ({}))
  return {
    ...store,
    look() {
      const before = store.getState()
      const next: Record<string, readonly ColumnSeen[]> = {}
      let isChanged = false
      for (const node of run.getState().runNodes.values()) {
        const newest = rows.buffer(node).rows.out.slice(-rowsLookedAt)
        if (newest.length === 0) continue
        const seen = columnsSeenIn(newest)
        const known = before[node]
        const isSame = known !== undefined && JSON.stringify(known) === JSON.stringify(seen)
        next[node] = isSame ? known : seen
        if (!isSame) isChanged = true
      }
      if (isChanged || Object.keys(before).length !== Object.keys(next).length) {
        store.setState(next, true)
      }
    },
  }
}
