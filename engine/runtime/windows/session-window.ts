import type { Cancel } from '../../base/clock.ts'
import type { TimeUnit } from '../../syntax/ast.ts'
import type { RuleRow } from '../rule-row.ts'
import { unitLength } from './alignment.ts'
import { IntervalTicks } from './interval-ticks.ts'
import type { WindowContent } from './window-content.ts'
import type { WindowHost, WindowOperator } from './window-operator.ts'

export interface SessionSize {
  readonly unit: TimeUnit
  readonly maximum: number
  readonly timeout: number
}

/**
 * Closes `timeout` after the last row, or at a tick of the maximum's length once the session is that long.
 * What a tick leaves open starts at that tick.
 */
export class SessionWindow implements WindowOperator {
  private readonly host: WindowHost
  private readonly content: WindowContent
  private readonly ticks: IntervalTicks
  private readonly timeoutMs: number
  private readonly maximumMs: number
  private cancelTimeout: Cancel | undefined
  private deadline = 0
  private first: number | undefined
  private start: number | undefined

  constructor(host: WindowHost, content: WindowContent, size: SessionSize) {
    this.host = host
    this.content = content
    this.timeoutMs = size.timeout * unitLength[size.unit]
    this.maximumMs = size.maximum * unitLength[size.unit]
    this.ticks = new IntervalTicks(host, size.unit, size.maximum, (end) => {
      this.tick(end)
    })
  }

  row(row: RuleRow): void {
    const { timestamp } = row
    this.runDue(timestamp)
    this.start ??= timestamp
    if (this.timeoutMs === 0) {
      // The timer fires before the row belongs to the session, and nothing is left of it.
      this.fire(timestamp)
      return
    }
    this.first ??= timestamp
    this.content.add(row)
    this.deadline = timestamp + this.timeoutMs
    this.cancelTimeout?.()
    this.cancelTimeout = this.host.schedule(this.deadline, (now) => {
      this.runDue(now)
    })
  }

  private runDue(time: number): void {
    if (this.cancelTimeout !== undefined && this.deadline <= time) {
      this.ticks.runDue(this.deadline - 1)
      this.cancelTimeout()
      this.cancelTimeout = undefined
      if (this.first !== undefined) this.fire(this.deadline)
      this.start = undefined
    }
    this.ticks.runDue(time)
  }

  private tick(end: number): void {
    if (this.first === undefined || end - this.first < this.maximumMs) return
    this.fire(end)
    this.start = end
  }

  private fire(end: number): void {
    const start = this.start ?? end
    this.first = undefined
    this.start = undefined
    this.host.emit(this.content.take({ start, end, trigger: end }))
  }

  watermark(): void {
    // Processing time: the clock alone closes windows.
  }

  close(): void {
    this.cancelTimeout?.()
    this.ticks.close()
  }
}
