import type { TimeUnit } from '../../syntax/ast.ts'
import type { RuleRow } from '../rule-row.ts'
import { alignedEnd, unitLength } from './alignment.ts'
import type { HoppingContent } from './hopping-content.ts'
import { IntervalTicks } from './interval-ticks.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

/** Fires every hop with what came within the length before; the start it reports is the tick before, less a hop. */
export class HoppingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: HoppingContent
  private readonly ticks: IntervalTicks
  private readonly lengthMs: number
  private readonly hopMs: number
  private previous: number

  constructor(
    host: WindowHost,
    content: HoppingContent,
    size: { readonly unit: TimeUnit; readonly length: number; readonly hop: number },
  ) {
    this.host = host
    this.content = content
    this.lengthMs = size.length * unitLength[size.unit]
    this.hopMs = size.hop * unitLength[size.unit]
    this.previous = host.ruleStart
    this.ticks = new IntervalTicks(host, size.unit, size.hop, (end) => {
      this.fire(end)
    })
  }

  row(row: RuleRow): void {
    this.ticks.runDue(row.timestamp)
    this.content.add(row, this.ticks.nextEnd)
  }

  private fire(end: number): void {
    const elapsed = end - this.previous
    const range = { start: this.previous - this.hopMs, end, trigger: end }
    this.previous = end
    // eKuiper moves the left bound by how much the period differs from the hop; the first one is shorter.
    const from = end - this.lengthMs - (elapsed - this.hopMs)
    const { collection } = this.content.read(range, from, end, end + this.hopMs - this.lengthMs)
    this.host.emit(collection)
  }

  watermark(): void {
    // Processing time: the clock alone closes windows.
  }

  close(): void {
    this.ticks.close()
  }
}

/**
 * The same in event time: windows close by the watermark. One that turns out empty takes all rows with it
 * that had come by then, also those of later windows; this is eKuiper's way.
 */
export class EventHoppingWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: HoppingContent
  private readonly unit: TimeUnit
  private readonly hop: number
  private readonly lengthMs: number
  private readonly hopMs: number
  private previous = 0
  private end: number | undefined
  /** Rows that came since the last watermark, in order of time. */
  private waiting: RuleRow[] = []

  constructor(
    host: WindowHost,
    content: HoppingContent,
    size: { readonly unit: TimeUnit; readonly length: number; readonly hop: number },
  ) {
    this.host = host
    this.content = content
    this.unit = size.unit
    this.hop = size.hop
    this.lengthMs = size.length * unitLength[size.unit]
    this.hopMs = size.hop * unitLength[size.unit]
  }

  row(row: RuleRow): void {
    if (this.end === undefined) {
      this.previous = row.timestamp
      this.end = alignedEnd(row.timestamp, this.unit, this.hop)
    }
    this.waiting.push(row)
  }

  watermark(time: number): void {
    let { end } = this
    if (end === undefined) return
    while (end <= time) {
      this.addUpTo(end)
      this.fire(end)
      end += this.hopMs
    }
    this.end = end
    this.addUpTo(end)
  }

  private addUpTo(end: number): void {
    let count = 0
    while (count < this.waiting.length) {
      const row = this.waiting[count]
      if (row === undefined || row.timestamp >= end) break
      this.content.add(row, end)
      count += 1
    }
    this.waiting = this.waiting.slice(count)
  }

  private fire(end: number): void {
    const range = { start: this.previous - this.hopMs, end, trigger: end }
    this.previous = end
    const from = end - this.lengthMs
    const { collection, isEmpty } = this.content.read(range, from, end, from + this.hopMs)
    if (isEmpty) {
      this.waiting = []
      this.content.clear()
    }
    this.host.emit(collection)
  }

  close(): void {
    // No timers.
  }
}
