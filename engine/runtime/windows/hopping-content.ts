import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'

/** What overlapping windows hold: rows from `from` on may still be asked for. */
export interface HoppingContent {
  /** `nextEnd` is where the next window ends that the row lies in. */
  add(row: RuleRow, nextEnd: number): void
  /** What lies in `from <= time < to`; what lies before `keepFrom` is never asked for again. */
  read(range: WindowRange, from: number, to: number, keepFrom: number): HoppingResult
  clear(): void
}

export interface HoppingResult {
  readonly collection: Collection | undefined
  /** No row lies in the window. */
  readonly isEmpty: boolean
}

export class HoppingRows implements HoppingContent {
  private rows: RuleRow[] = []

  add(row: RuleRow): void {
    this.rows.push(row)
  }

  read(range: WindowRange, from: number, to: number, keepFrom: number): HoppingResult {
    const rows = this.rows.filter((row) => row.timestamp >= from && row.timestamp < to)
    this.rows = this.rows.filter((row) => row.timestamp >= keepFrom)
    const collection = { rows, isGrouped: false, range }
    return { collection, isEmpty: rows.length === 0 }
  }

  clear(): void {
    this.rows = []
  }
}
