import { createEngineRun } from './engine-under-test.ts'
import { rowCount, type Feed } from './feed.ts'
import type { Query } from './queries.ts'

/** Bytes that a run holds after as many rows, of the windows that are open then. */
export interface Held {
  readonly rows: number
  readonly bytes: number
}

/**
 * Where the window can aggregate as the rows come, the memory grows with keys and open windows and not
 * with rows. Undefined where garbage cannot be collected on demand.
 */
export function heldByWindow(query: Query, feed: Feed): readonly Held[] | undefined {
  const collect = (globalThis as { gc?: () => void }).gc
  if (collect === undefined || !query.sql.includes('WINDOW(')) return undefined
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = used()
  const run = createEngineRun(query, feed, 'objects')
  let rows = 0
  // Ten passes are two windows of ten seconds: both times the window is as full.
  return [2, 10].map((passes) => {
    for (let i = 0; i < passes; i++) run.pass()
    rows += passes * rowCount
    return { rows, bytes: Math.max(0, used() - before) }
  })
}
