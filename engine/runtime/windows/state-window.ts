import type { RuleRow } from '../rule-row.ts'
import type { Condition, WindowHost, WindowOperator } from './window-operator.ts'

export interface StateConditions {
  readonly begin: Condition
  /** Undefined for the form with one condition, which closes a window and opens the next. */
  readonly emit: Condition | undefined
  readonly partition: (row: RuleRow) => string
}

/** Opens on a condition and closes on another one; each partition for itself. */
export class StateWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly conditions: StateConditions
  private readonly open = new Map<string, RuleRow[]>()

  constructor(host: WindowHost, conditions: StateConditions) {
    this.host = host
    this.conditions = conditions
  }

  row(row: RuleRow): void {
    const key = this.conditions.partition(row)
    if (this.conditions.emit === undefined) this.rowOfOne(row, key)
    else this.rowOfTwo(row, key, this.conditions.emit)
  }

  private rowOfTwo(row: RuleRow, key: string, emit: Condition): void {
    const rows = this.open.get(key)
    if (rows === undefined) {
      if (this.host.isTrue(this.conditions.begin, row)) this.open.set(key, [row])
      return
    }
    rows.push(row)
    if (!this.host.isTrue(emit, row)) return
    this.open.delete(key)
    this.emit(rows, row)
  }

  private rowOfOne(row: RuleRow, key: string): void {
    const rows = this.open.get(key)
    const isTrue = this.host.isTrue(this.conditions.begin, row)
    if (!isTrue) {
      rows?.push(row)
      return
    }
    this.open.set(key, [row])
    if (rows !== undefined) this.emit(rows, row)
  }

  private emit(rows: readonly RuleRow[], last: RuleRow): void {
    const start = rows[0]?.timestamp ?? last.timestamp
    const end = last.timestamp
    this.host.emit({ rows, isGrouped: false, range: { start, end, trigger: end } })
  }

  watermark(): void {
    // Conditions alone close it.
  }

  close(): void {
    // No timers.
  }
}
