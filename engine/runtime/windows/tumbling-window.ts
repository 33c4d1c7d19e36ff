import type { TimeUnit } from '../../syntax/ast.ts'
import type { RuleRow } from '../rule-row.ts'
import { alignedEnd, unitLength } from './alignment.ts'
import { IntervalTicks } from './interval-ticks.ts'
import type { WindowContent } from './window-content.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/** Fires at every aligned end, also without rows; start and end are those of the ticks. */
export class TumblingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: WindowContent
  private readonly ticks: IntervalTicks
  private start: number

  constructor(host: WindowHost, content: WindowContent, unit: TimeUnit, size: number) {
    this.host = host
    this.content = content
    this.start = host.ruleStart
    this.ticks = new IntervalTicks(host, unit, size, (end) => {
      this.fire(end)
    })
  }

  row(row: RuleRow): void {
    this.ticks.runDue(row.timestamp)
    this.content.add(row)
  }

  private fire(end: number): void {
    const { start } = this
    this.start = end
    this.host.emit(this.content.take({ start, end, trigger: end }))
  }

  watermark(): void {
    // Processing time: the clock alone closes windows.
  }

  close(): void {
    this.ticks.close()
  }
}

/** The same in event time: windows close by the watermark, also those that are empty. */
export class EventTumblingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: WindowContent
  private readonly unit: TimeUnit
  private readonly size: number
  private start = 0
  private end: number | undefined
  /** Rows that came since the last watermark, in order of time. */
  private waiting: RuleRow[] = []

  constructor(host: WindowHost, content: WindowContent, unit: TimeUnit, size: number) {
    this.host = host
    this.content = content
    this.unit = unit
    this.size = size
  }

  row(row: RuleRow): void {
    if (this.end === undefined) {
      this.start = row.timestamp
      this.end = alignedEnd(row.timestamp, this.unit, this.size)
    }
    this.waiting.push(row)
  }

  watermark(time: number): void {
    let { end } = this
    if (end === undefined) return
    while (end <= time) {
      this.addUpTo(end)
      const { start } = this
      this.start = end
      this.host.emit(this.content.take({ start, end, trigger: end }))
      end += this.size * unitLength[this.unit]
    }
    this.end = end
    this.addUpTo(end)
  }

  private addUpTo(end: number): void {
    let count = 0
    while (count < this.waiting.length) {
      const row = this.waiting[count]
      if (row === undefined || row.timestamp >= end) break
      this.content.add(row)
      count += 1
    }
    this.waiting = this.waiting.slice(count)
  }

  close(): void {
    // No timers.
  }
}
