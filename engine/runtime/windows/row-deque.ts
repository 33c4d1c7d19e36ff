import type { RuleRow } from '../rule-row.ts'

/** Rows in order of time, dropped at the front in constant time each. */
export class RowDeque {
  private rows: RuleRow[] = []
  private head = 0

  push(row: RuleRow): void {
    this.rows.push(row)
  }

  /** Forgets the rows at the front whose time is not after `time`. */
  dropUpTo(time: number): void {
    while (this.head < this.rows.length && (this.rows[this.head]?.timestamp ?? 0) <= time) {
      this.head += 1
    }
    if (this.head > 1024 && this.head * 2 > this.rows.length) {
      this.rows = this.rows.slice(this.head)
      this.head = 0
    }
  }

  /** Turns what is before `time` and what is not around: if there are both the former are kept, else the latter. */
  keepWrongSideOf(time: number): void {
    const before = this.select((own) => own < time)
    if (before.length === 0) return
    this.rows = before.length === this.rows.length - this.head ? [] : before
    this.head = 0
  }

  select(isWanted: (time: number) => boolean): RuleRow[] {
    const selected: RuleRow[] = []
    for (let i = this.head; i < this.rows.length; i++) {
      const row = this.rows[i]
      if (row !== undefined && isWanted(row.timestamp)) selected.push(row)
    }
    return selected
  }

  /** The first time after `after` and not after `until`. */
  earliest(after: number, until: number): number | undefined {
    for (let i = this.head; i < this.rows.length; i++) {
      const time = this.rows[i]?.timestamp ?? 0
      if (time > after && time <= until) return time
    }
    return undefined
  }
}
