import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'

/** What a window holds until it fires: its rows, or the running aggregates of its groups. */
export interface WindowContent {
  add(row: RuleRow): void
  /** Hands over what it holds, or undefined where nothing is to be sent, and is empty again. */
  take(range: WindowRange): Collection | undefined
}

export class RowContent implements WindowContent {
  private rows: RuleRow[] = []

  add(row: RuleRow): void {
    this.rows.push(row)
  }

  take(range: WindowRange): Collection {
    const { rows } = this
    this.rows = []
    return { rows, isGrouped: false, range }
  }
}
