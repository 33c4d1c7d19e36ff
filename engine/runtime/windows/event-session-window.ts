import { alignedEnd, unitLength } from './alignment.ts'
import type { RuleRow } from '../rule-row.ts'
import type { SessionSize } from './session-window.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

interface SessionEnd {
  readonly end: number
  /** The maximum, not a pause, ended it. */
  readonly isTick: boolean
}

/** A gap must be longer than the timeout to close a session, unlike in processing time. */
export class EventSessionWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly size: SessionSize
  private readonly timeoutMs: number
  private readonly maximumMs: number
  private rows: RuleRow[] = []
  private tickedAt: number | undefined

  constructor(host: WindowHost, size: SessionSize) {
    this.host = host
    this.size = size
    this.timeoutMs = size.timeout * unitLength[size.unit]
    this.maximumMs = size.maximum * unitLength[size.unit]
  }

  row(row: RuleRow): void {
    this.rows.push(row)
  }

  watermark(time: number): void {
    for (let next = this.nextEnd(time); next !== undefined; next = this.nextEnd(time)) {
      if (next.end > time) return
      this.fire(next)
    }
  }

  private fire(next: SessionEnd): void {
    const { end } = next
    const [first] = this.rows
    const start = this.tickedAt ?? first?.timestamp ?? end
    const rows = this.rows.filter((row) => row.timestamp < end)
    this.rows = this.rows.filter((row) => row.timestamp >= end)
    this.tickedAt = next.isTick ? end : undefined
    this.host.emit({ rows, isGrouped: false, range: { start, end, trigger: end } })
  }

  private nextEnd(watermark: number): SessionEnd | undefined {
    const [first] = this.rows
    if (first === undefined) return undefined
    let tick = alignedEnd(first.timestamp, this.size.unit, this.size.maximum)
    let previous = first.timestamp
    for (const { timestamp } of this.rows) {
      const gapEnd = timestamp - previous > this.timeoutMs ? previous + this.timeoutMs : undefined
      if (timestamp > tick) {
        const isLong = tick - this.maximumMs > first.timestamp
        if (isLong && (gapEnd === undefined || tick < gapEnd)) return { end: tick, isTick: true }
        tick += this.maximumMs
      }
      if (gapEnd !== undefined) return { end: gapEnd, isTick: false }
      previous = timestamp
    }
    const isOver = watermark - previous > this.timeoutMs
    return isOver ? { end: previous + this.timeoutMs, isTick: false } : undefined
  }

  close(): void {
    // No timers.
  }
}
