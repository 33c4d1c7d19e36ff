import type { TimeUnit } from '../../syntax/ast.ts'
import type { RuleRow } from '../rule-row.ts'
import { alignedEnd, unitLength } from './alignment.ts'
import type { Aggregation } from './group-states.ts'
import { IncrementalGroups } from './incremental-groups.ts'
import type { SlidingSize } from './sliding-window.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/** eKuiper's incremental windows in event time. */

interface OpenWindow {
  readonly start: number
  readonly end: number
  readonly groups: IncrementalGroups
}

/**
 * Tumbling and hopping: a row opens a window, aligned for itself, where it lies past the end of the last
 * one. For a tumbling window it must lie truly past it: a row exactly on the end is lost.
 */
export class IncrementalEventWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly unit: TimeUnit
  private readonly lengthMs: number
  private readonly hop: number
  private readonly isHopping: boolean
  private open: OpenWindow[] = []

  constructor(
    host: WindowHost,
    aggregation: Aggregation,
    size: { readonly unit: TimeUnit; readonly length: number; readonly hop: number | undefined },
  ) {
    this.host = host
    this.aggregation = aggregation
    this.unit = size.unit
    this.lengthMs = size.length * unitLength[size.unit]
    this.hop = size.hop ?? size.length
    this.isHopping = size.hop !== undefined
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    const last = this.open.at(-1)
    const isPast =
      last === undefined || timestamp > last.end || (this.isHopping && timestamp === last.end)
    if (isPast) this.openFor(timestamp)
    for (const window of this.open) {
      if (window.start <= timestamp && timestamp < window.end) window.groups.add(row)
    }
  }

  private openFor(timestamp: number): void {
    const hopMs = this.hop * unitLength[this.unit]
    const start = alignedEnd(timestamp, this.unit, this.hop) - hopMs
    const groups = new IncrementalGroups(this.aggregation)
    this.open.push({ start, end: start + this.lengthMs, groups })
  }

  watermark(time: number): void {
    const due = this.open.filter((window) => window.end <= time)
    this.open = this.open.filter((window) => window.end > time)
    for (const { start, end, groups } of due) {
      if (!groups.isEmpty) this.host.emit(groups.collect({ start, end, trigger: end }))
    }
  }

  close(): void {
    // No timers.
  }
}

interface OpenSliding {
  readonly start: number
  readonly rows: RuleRow[]
}

interface Pending {
  readonly trigger: number
  readonly start: number
  readonly groups: IncrementalGroups
}

/**
 * A triggering row opens a window; what is sent for it is a copy of the oldest window still held, which need
 * not contain the row. With a delay the copy goes on taking rows until the delay is over, and its start is
 * that of the window it was made of. Windows are given up by the watermark only.
 */
export class IncrementalEventSlidingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly size: SlidingSize
  private open: OpenSliding[] = []
  private pending: Pending[] = []

  constructor(host: WindowHost, aggregation: Aggregation, size: SlidingSize) {
    this.host = host
    this.aggregation = aggregation
    this.size = size
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    const { lengthMs, delayMs, when } = this.size
    for (const window of this.open) {
      if (timestamp - window.start < lengthMs) window.rows.push(row)
    }
    for (const { trigger, groups } of this.pending) {
      if (timestamp - trigger < delayMs) groups.add(row)
    }
    if (when !== undefined && !this.host.isTrue(when, row)) return
    this.open.push({ start: timestamp, rows: [row] })
    const oldest = this.open[0]
    if (oldest === undefined) return
    const groups = new IncrementalGroups(this.aggregation)
    for (const member of oldest.rows) groups.add(member)
    this.pending.push({
      trigger: timestamp,
      start: delayMs > 0 ? oldest.start : timestamp,
      groups,
    })
  }

  watermark(time: number): void {
    const dueAt = time - this.size.delayMs
    const due = this.pending.filter(({ trigger }) => trigger <= dueAt)
    this.pending = this.pending.filter(({ trigger }) => trigger > dueAt)
    for (const { start, groups } of due) {
      this.host.emit(groups.collect({ start, end: time, trigger: time }))
    }
    this.open = this.open.filter(({ start }) => time - start < this.size.lengthMs)
  }

  close(): void {
    // No timers.
  }
}
