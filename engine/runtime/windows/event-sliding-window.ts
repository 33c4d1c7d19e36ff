import type { RuleRow } from '../rule-row.ts'
import { RowDeque } from './row-deque.ts'
import type { SlidingSize } from './sliding-window.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/**
 * Sliding in event time. Rows are only noted as they come; a watermark fires what is due: first windows
 * that were delayed earlier, then new triggers, which is why a delayed window may come one watermark late.
 */
export class EventSlidingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly size: SlidingSize
  private readonly rows = new RowDeque()
  private readonly triggers: number[] = []
  private readonly delayed: number[] = []
  private previous = -Infinity

  constructor(host: WindowHost, size: SlidingSize) {
    this.host = host
    this.size = size
  }

  row(row: RuleRow): void {
    this.rows.push(row)
    const { when } = this.size
    if (when === undefined || this.host.isTrue(when, row)) this.triggers.push(row.timestamp)
  }

  watermark(time: number): void {
    for (const due of takeUpTo(this.delayed, time)) this.fireDelayed(due)
    let next = this.rows.earliest(this.previous, time)
    while (next !== undefined) {
      for (const trigger of takeUpTo(this.triggers, next)) this.handle(trigger)
      this.previous = next
      next = this.rows.earliest(this.previous, time)
    }
    if (!this.size.isSentTwice) this.rows.dropUpTo(this.oldestNeeded())
  }

  private handle(trigger: number): void {
    const { delayMs, lengthMs } = this.size
    if (delayMs === 0) {
      const from = trigger - lengthMs
      const rows = this.rows.select((t) => t >= from && t <= trigger)
      this.host.emit({ rows, isGrouped: false, range: { start: from, end: trigger, trigger } })
      return
    }
    if (this.size.isSentTwice && delayMs > 0) {
      const from = trigger - lengthMs
      const rows = this.rows.select((t) => t > from && t <= trigger)
      this.host.emit({ rows, isGrouped: false, range: { start: from, end: trigger, trigger } })
      this.swapExpired(trigger)
    }
    this.delayed.push(trigger + delayMs)
  }

  private fireDelayed(end: number): void {
    const { delayMs, lengthMs } = this.size
    const trigger = end - delayMs
    if (this.size.isSentTwice && delayMs > 0) {
      const rows = this.rows.select((t) => t > trigger && t <= end)
      this.host.emit({ rows, isGrouped: false, range: { start: trigger, end, trigger } })
      this.swapExpired(end)
      return
    }
    const from = trigger - lengthMs
    const rows = this.rows.select((t) => t >= from && t < end)
    this.host.emit({ rows, isGrouped: false, range: { start: from, end, trigger: end } })
  }

  /**
   * With windows that are sent twice eKuiper mixes up what has expired and what is still needed: where there
   * are rows of both kinds the expired ones are kept and the others are lost.
   */
  private swapExpired(time: number): void {
    this.rows.keepWrongSideOf(time - this.size.lengthMs - this.size.delayMs)
  }

  private oldestNeeded(): number {
    const { lengthMs, delayMs } = this.size
    const pending = this.delayed[0] === undefined ? this.previous : this.delayed[0] - delayMs
    return Math.min(pending, this.triggers[0] ?? Infinity) - lengthMs - 1
  }

  close(): void {
    // No timers.
  }
}

function takeUpTo(times: number[], limit: number): number[] {
  let count = 0
  while (count < times.length && (times[count] ?? 0) <= limit) count += 1
  return times.splice(0, count)
}
