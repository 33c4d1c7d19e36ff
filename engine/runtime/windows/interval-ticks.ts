import type { Cancel } from '../../base/clock.ts'
import type { TimeUnit } from '../../syntax/ast.ts'
import { alignedEnd, unitLength } from './alignment.ts'
import type { WindowHost } from './window-operator.ts'

/** eKuiper skips a tick that comes later than this and aligns anew. */
const toleranceMs = 50

/** The ticks of a processing-time window: the first one aligned, then one every `size` units. */
export class IntervalTicks {
  private readonly host: WindowHost
  private readonly unit: TimeUnit
  private readonly size: number
  private readonly tick: (end: number) => void
  private end: number
  private cancel: Cancel

  constructor(host: WindowHost, unit: TimeUnit, size: number, tick: (end: number) => void) {
    this.host = host
    this.unit = unit
    this.size = size
    this.tick = tick
    const start = host.now()
    const end = alignedEnd(start, unit, size)
    this.end = end < start - toleranceMs ? this.alignAnew(start) : end
    this.cancel = this.schedule()
  }

  /** A first end in the past is skipped, as a tick too late would be. */
  private alignAnew(start: number): number {
    return alignedEnd(start + this.size * unitLength[this.unit], this.unit, this.size)
  }

  private schedule(): Cancel {
    return this.host.schedule(this.end, () => {
      this.runDue(this.end)
    })
  }

  /** Runs every tick up to `time`, so that a row never gets into a window whose end has passed. */
  runDue(time: number): void {
    if (time < this.end) return
    this.cancel()
    while (this.end <= time) {
      const { end } = this
      this.end = end + this.size * unitLength[this.unit]
      this.tick(end)
    }
    this.cancel = this.schedule()
  }

  /** The end of the window that is open now. */
  get nextEnd(): number {
    return this.end
  }

  close(): void {
    this.cancel()
  }
}
