import type { Cancel } from '../../base/clock.ts'
import type { RuleRow, WindowRange } from '../rule-row.ts'
import { RowDeque } from './row-deque.ts'
import type { SlidingContent } from './sliding-content.ts'
import type { Condition, WindowHost, WindowOperator } from './window-operator.ts'

export interface SlidingSize {
  readonly lengthMs: number
  readonly delayMs: number
  /** How far apart eKuiper expects rows to come; 0 where that is not said. */
  readonly intervalMs: number
  readonly when: Condition | undefined
  /** Window version 2: the left end is open, the right end of a delayed window closed. */
  readonly isSecondVersion: boolean
  /** Sends what came before the row at once and the rest after the delay. */
  readonly isSentTwice: boolean
}

/**
 * Fires at once for every row that meets the condition, with what came within the length before. Given an
 * interval, eKuiper moves the left end by how much the time since the last firing differs from it.
 */
export class PlainSlidingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: SlidingContent
  private readonly lengthMs: number
  private readonly intervalMs: number
  private readonly when: Condition | undefined
  private previous: number | undefined

  constructor(
    host: WindowHost,
    content: SlidingContent,
    size: Pick<SlidingSize, 'lengthMs' | 'intervalMs' | 'when'>,
  ) {
    this.host = host
    this.content = content
    this.lengthMs = size.lengthMs
    this.intervalMs = size.intervalMs
    this.when = size.when
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    this.content.add(row)
    if (this.when !== undefined && !this.host.isTrue(this.when, row)) return
    const start = timestamp - this.lengthMs
    const from = start - this.lateness(timestamp)
    this.host.emit(this.content.read({ start, end: timestamp, trigger: timestamp }, from))
  }

  private lateness(time: number): number {
    if (this.intervalMs === 0) return 0
    const { previous } = this
    this.previous = time
    return previous === undefined ? 0 : time - previous - this.intervalMs
  }

  watermark(): void {
    // Processing time: rows alone fire.
  }

  close(): void {
    // No timers.
  }
}

/** Fires for every row that meets the condition, or `delayMs` after it. */
export class SlidingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly size: SlidingSize
  private readonly rows = new RowDeque()
  private readonly delayed = new Set<Cancel>()

  constructor(host: WindowHost, size: SlidingSize) {
    this.host = host
    this.size = size
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    const { lengthMs, delayMs, isSecondVersion } = this.size
    this.rows.push(row)
    if (isSecondVersion) this.rows.dropUpTo(timestamp - lengthMs)
    if (!this.isTrigger(row)) return
    if (delayMs > 0) this.fireLater(timestamp)
    else this.fireAt(timestamp)
    if (!isSecondVersion) this.rows.dropUpTo(timestamp - lengthMs - Math.max(0, delayMs) - 1)
  }

  private isTrigger(row: RuleRow): boolean {
    return this.size.when === undefined || this.host.isTrue(this.size.when, row)
  }

  private fireAt(time: number): void {
    const { lengthMs, delayMs, isSecondVersion } = this.size
    // A negative delay shortens the window.
    const from = time - lengthMs - delayMs
    const rows = isSecondVersion
      ? this.rows.select((t) => t > from && t <= time)
      : this.rows.select((t) => t >= from && t <= time)
    this.emit(rows, { start: from, end: time, trigger: time })
  }

  private fireLater(time: number): void {
    const { lengthMs, delayMs, isSentTwice } = this.size
    if (isSentTwice) {
      const first = this.rows.select((t) => t > time - lengthMs && t <= time)
      this.emit(first, { start: time - lengthMs, end: time, trigger: time })
    }
    const cancel = this.host.schedule(time + delayMs, () => {
      this.delayed.delete(cancel)
      this.fireDelayed(time)
    })
    this.delayed.add(cancel)
  }

  private fireDelayed(time: number): void {
    const { lengthMs, delayMs, isSecondVersion, isSentTwice } = this.size
    const from = time - lengthMs
    const end = time + delayMs
    if (isSentTwice) {
      const second = this.rows.select((t) => t > time && t <= end)
      this.emit(second, { start: time, end, trigger: time })
      return
    }
    const rows = isSecondVersion
      ? this.rows.select((t) => t > from && t <= end)
      : this.rows.select((t) => t >= from && t < end)
    this.emit(rows, { start: from, end, trigger: end })
  }

  private emit(rows: readonly RuleRow[], range: WindowRange): void {
    this.host.emit({ rows, isGrouped: false, range })
  }

  watermark(): void {
    // Processing time: rows and timers alone fire.
  }

  close(): void {
    for (const cancel of this.delayed) cancel()
    this.delayed.clear()
  }
}
