import type { RuleRow } from '../rule-row.ts'

/** Takes rows in order of time and is told how far time has come. */
export interface EventTimeReceiver {
  rows(batch: readonly RuleRow[]): void
  watermark(time: number): void
}

/**
 * Puts rows in order of event time. The watermark is the least of what each source has reached, less the
 * tolerance; rows wait until it moves past them and those older than it are dropped. The clock has no
 * say: a source that is silent holds all back.
 */
export class WatermarkOperator {
  private readonly toleranceMs: number
  private readonly next: EventTimeReceiver
  private readonly dropLate: (row: RuleRow) => void
  private readonly reached: Map<number, number>
  private readonly waiting: RuleRow[] = []
  private last = -Infinity

  constructor(options: {
    /** The places of the streams in the statement; tables do not take part. */
    readonly sources: readonly number[]
    readonly toleranceMs: number
    readonly dropLate: (row: RuleRow) => void
    readonly next: EventTimeReceiver
  }) {
    this.toleranceMs = options.toleranceMs
    this.next = options.next
    this.dropLate = options.dropLate
    this.reached = new Map(options.sources.map((source) => [source, -Infinity]))
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) this.row(row)
  }

  private row(row: RuleRow): void {
    const { timestamp, source } = row
    if (timestamp < this.last) {
      this.dropLate(row)
      return
    }
    this.insert(row)
    if (timestamp > (this.reached.get(source) ?? -Infinity)) this.reached.set(source, timestamp)
    const watermark = Math.min(...this.reached.values()) - this.toleranceMs
    if (watermark > this.last) this.advance(watermark)
  }

  /** After all rows of the same time, so that rows keep their order of arrival. */
  private insert(row: RuleRow): void {
    let place = this.waiting.length
    while (place > 0 && (this.waiting[place - 1]?.timestamp ?? 0) > row.timestamp) place -= 1
    this.waiting.splice(place, 0, row)
  }

  private advance(watermark: number): void {
    this.last = watermark
    let count = 0
    while (count < this.waiting.length && (this.waiting[count]?.timestamp ?? 0) <= watermark) {
      count += 1
    }
    if (count > 0) this.next.rows(this.waiting.splice(0, count))
    this.next.watermark(watermark)
  }
}
