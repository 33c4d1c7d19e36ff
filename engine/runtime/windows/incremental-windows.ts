import type { Cancel } from '../../base/clock.ts'
import type { TimeUnit } from '../../syntax/ast.ts'
import type { RuleRow } from '../rule-row.ts'
import { unitLength } from './alignment.ts'
import type { Aggregation } from './group-states.ts'
import { IncrementalGroups } from './incremental-groups.ts'
import { IntervalTicks } from './interval-ticks.ts'
import { RowDeque } from './row-deque.ts'
import type { SlidingSize } from './sliding-window.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/** eKuiper's incremental windows in processing time (`enableIncrementalWindow`), which differ from the usual ones. */

export class IncrementalCountWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly count: number
  private groups: IncrementalGroups
  private seen = 0
  private start = 0

  constructor(host: WindowHost, aggregation: Aggregation, count: number) {
    this.host = host
    this.aggregation = aggregation
    this.count = count
    this.groups = new IncrementalGroups(aggregation)
  }

  row(row: RuleRow): void {
    if (this.seen === 0) this.start = row.timestamp
    this.groups.add(row)
    this.seen += 1
    if (this.seen < this.count) return
    const { groups, start } = this
    this.seen = 0
    this.groups = new IncrementalGroups(this.aggregation)
    const end = this.host.now()
    this.host.emit(groups.collect({ start, end, trigger: end }))
  }

  watermark(): void {
    // Count windows know no time.
  }

  close(): void {
    // No timers.
  }
}

/** Starts with its first row; only the first window of a rule is sent without rows. */
export class IncrementalTumblingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly ticks: IntervalTicks
  private groups: IncrementalGroups
  private start: number | undefined

  constructor(host: WindowHost, aggregation: Aggregation, unit: TimeUnit, size: number) {
    this.host = host
    this.aggregation = aggregation
    this.groups = new IncrementalGroups(aggregation)
    this.start = host.ruleStart
    this.ticks = new IntervalTicks(host, unit, size, (end) => {
      this.fire(end)
    })
  }

  row(row: RuleRow): void {
    this.ticks.runDue(row.timestamp)
    this.start ??= row.timestamp
    this.groups.add(row)
  }

  private fire(end: number): void {
    const { start, groups } = this
    if (start === undefined) return
    this.start = undefined
    this.groups = new IncrementalGroups(this.aggregation)
    this.host.emit(groups.collect({ start, end, trigger: end }))
  }

  watermark(): void {
    // Processing time: the clock alone closes windows.
  }

  close(): void {
    this.ticks.close()
  }
}

interface OpenWindow {
  readonly start: number
  readonly groups: IncrementalGroups
}

/** Every tick opens a window, so nothing is sent before one has its whole length. */
export class IncrementalHoppingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly ticks: IntervalTicks
  private readonly lengthMs: number
  private open: OpenWindow[] = []
  private readonly closing = new Map<OpenWindow, Cancel>()

  constructor(
    host: WindowHost,
    aggregation: Aggregation,
    size: { readonly unit: TimeUnit; readonly length: number; readonly hop: number },
  ) {
    this.host = host
    this.aggregation = aggregation
    this.lengthMs = size.length * unitLength[size.unit]
    this.ticks = new IntervalTicks(host, size.unit, size.hop, (time) => {
      this.openAt(time)
    })
  }

  row(row: RuleRow): void {
    this.ticks.runDue(row.timestamp)
    this.closeUpTo(row.timestamp)
    for (const window of this.open) window.groups.add(row)
  }

  private openAt(start: number): void {
    this.closeUpTo(start)
    const window = { start, groups: new IncrementalGroups(this.aggregation) }
    this.open.push(window)
    const cancel = this.host.schedule(start + this.lengthMs, (now) => {
      this.closeUpTo(now)
    })
    this.closing.set(window, cancel)
  }

  private closeUpTo(time: number): void {
    const due = this.open.filter((window) => window.start + this.lengthMs <= time)
    if (due.length === 0) return
    this.open = this.open.filter((window) => !due.includes(window))
    for (const window of due) {
      this.closing.get(window)?.()
      this.closing.delete(window)
      const end = window.start + this.lengthMs
      this.host.emit(window.groups.collect({ start: window.start, end, trigger: end }))
    }
  }

  watermark(): void {
    // Processing time: the clock alone closes windows.
  }

  close(): void {
    this.ticks.close()
    for (const cancel of this.closing.values()) cancel()
  }
}

/** Left end open; the start it reports is the time of its oldest row. */
export class IncrementalSlidingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly aggregation: Aggregation
  private readonly size: SlidingSize
  private readonly rows = new RowDeque()
  private readonly delayed = new Set<Cancel>()

  constructor(host: WindowHost, aggregation: Aggregation, size: SlidingSize) {
    this.host = host
    this.aggregation = aggregation
    this.size = size
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    const { lengthMs, delayMs, when } = this.size
    this.rows.push(row)
    this.rows.dropUpTo(timestamp - lengthMs - Math.max(0, delayMs))
    if (when !== undefined && !this.host.isTrue(when, row)) return
    if (delayMs <= 0) {
      this.fire(timestamp, timestamp)
      return
    }
    const cancel = this.host.schedule(timestamp + delayMs, (now) => {
      this.delayed.delete(cancel)
      this.fire(timestamp, now)
    })
    this.delayed.add(cancel)
  }

  private fire(trigger: number, end: number): void {
    const groups = new IncrementalGroups(this.aggregation)
    const rows = this.rows.select((time) => time > trigger - this.size.lengthMs)
    for (const row of rows) groups.add(row)
    const start = rows[0]?.timestamp ?? trigger
    this.host.emit(groups.collect({ start, end, trigger: end }))
  }

  watermark(): void {
    // Processing time: rows and timers alone fire.
  }

  close(): void {
    for (const cancel of this.delayed) cancel()
    this.delayed.clear()
  }
}
