import type { RuleRow } from '../rule-row.ts'
import { RowDeque } from './row-deque.ts'
import type { SlidingSize } from './sliding-window.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/**
 * Version 2 of sliding windows in event time: fires as each row comes and sees the rows so far. With a
 * delay it ends at the watermark; when all that waits is due the list is kept, so the same windows are
 * sent once more with the next watermark.
 */
export class EventSlidingSecondWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly size: SlidingSize
  private readonly rows = new RowDeque()
  private waiting: number[] = []

  constructor(host: WindowHost, size: SlidingSize) {
    this.host = host
    this.size = size
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    const { when, delayMs, lengthMs } = this.size
    this.rows.push(row)
    if (delayMs <= 0) this.rows.dropUpTo(timestamp - lengthMs)
    if (when !== undefined && !this.host.isTrue(when, row)) return
    if (delayMs > 0) this.waiting.push(timestamp)
    else this.fire(timestamp, timestamp)
  }

  watermark(time: number): void {
    const { delayMs } = this.size
    const firstLater = this.waiting.findIndex((trigger) => trigger + delayMs > time)
    const due = firstLater < 0 ? this.waiting : this.waiting.slice(0, firstLater)
    for (const trigger of due) this.fire(trigger, time)
    if (firstLater >= 0) this.waiting = this.waiting.slice(firstLater)
    this.rows.dropUpTo(Math.min(this.waiting[0] ?? time, time) - this.size.lengthMs)
  }

  private fire(trigger: number, end: number): void {
    const start = trigger - this.size.lengthMs
    const rows = this.rows.select((time) => time > start && time <= end)
    this.host.emit({ rows, isGrouped: false, range: { start, end, trigger: end } })
  }

  close(): void {
    // No timers.
  }
}
