import type { RuleRow, WindowRange } from '../rule-row.ts'
import type { WindowContent } from './window-content.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/** Every `count` rows. */
export class CountWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: WindowContent
  private readonly count: number
  private seen = 0

  constructor(host: WindowHost, content: WindowContent, count: number) {
    this.host = host
    this.content = content
    this.count = count
  }

  row(row: RuleRow): void {
    this.content.add(row)
    this.seen += 1
    if (this.seen < this.count) return
    this.seen = 0
    this.host.emit(this.content.take(rangeOf(this.host.now())))
  }

  watermark(): void {
    // Count windows know no time.
  }

  close(): void {
    // No timers.
  }
}

/** The last `count` rows at every `interval`-th row, once there are that many. */
export class CountHoppingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly count: number
  private readonly interval: number
  private rows: RuleRow[] = []
  private seen = 0

  constructor(host: WindowHost, count: number, interval: number) {
    this.host = host
    this.count = count
    this.interval = interval
  }

  row(row: RuleRow): void {
    this.rows.push(row)
    this.seen += 1
    if (this.seen % this.interval !== 0) return
    this.seen = 0
    if (this.rows.length < this.count) return
    this.rows = this.rows.slice(-this.count)
    this.host.emit({ rows: this.rows, isGrouped: false, range: rangeOf(this.host.now()) })
  }

  watermark(): void {
    // Count windows know no time.
  }

  close(): void {
    // No timers.
  }
}

function rangeOf(now: number): WindowRange {
  return { start: now, end: now, trigger: now }
}
