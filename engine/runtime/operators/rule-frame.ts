import type { Row } from '../row.ts'
import type { WindowRange } from '../rule-row.ts'

/** What `last_hit_*` count: rows that were emitted, or windows that were triggered. */
export interface HitState {
  count: number
  time: number
}

/** What the operators of one running rule share. Operators run one after the other, so it is never seen half set. */
export interface RuleFrame {
  /** The range of the window that is being projected. */
  window: WindowRange | undefined
  readonly hits: HitState
  readonly aggregateHits: HitState
  now(): number
  /** Counts rows that a condition kept out; called once for a batch. */
  filtered(count: number): void
  /** Counts and shows the error of a row, or of a whole window where `row` is undefined. */
  fail(message: string, row?: Row): void
}

export function createHitState(): HitState {
  return { count: 0, time: 0 }
}

/** The text of what an expression threw. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
