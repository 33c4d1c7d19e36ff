import type { RuleRow } from '../rule-row.ts'
import type { RuleHold } from '../sinks/rule-hold.ts'
import type { StreamSubscriber } from './stream-subscriber.ts'

export interface HeldSubscriberOptions {
  readonly subscriber: StreamSubscriber
  readonly hold: RuleHold
  /** Which row goes where more wait than may. */
  readonly whenFull: 'drop-oldest' | 'drop-newest'
  readonly dropped: (row: RuleRow) => void
  /** Its rule is held now, or is not any more. */
  readonly changed: () => void
}

/** A row, or the message of one that could not be decoded: they stay in their order. */
type Waiting = RuleRow | string

/** A rule's end of a stream that may be held up: rows wait here until its actions have room. */
export class HeldSubscriber {
  /** Entries that may wait. */
  limit = Infinity
  private readonly options: HeldSubscriberOptions
  private waiting: Waiting[] = []
  private isPassing = false

  constructor(options: HeldSubscriberOptions) {
    this.options = options
    options.hold.onRoom(() => {
      this.pass()
      options.changed()
    })
  }

  get length(): number {
    return this.waiting.length
  }

  get isHeld(): boolean {
    return this.waiting.length > 0 || this.options.hold.isHeld
  }

  rows(batch: readonly RuleRow[]): void {
    const { subscriber, hold, changed } = this.options
    if (this.waiting.length === 0 && !this.isPassing && hold.room >= batch.length) {
      this.whilePassing(() => {
        subscriber.rows(batch)
      })
    } else for (const row of batch) this.waiting.push(row)
    this.pass()
    this.trim()
    changed()
  }

  failed(message: string): void {
    this.waiting.push(message)
    this.pass()
    this.trim()
    this.options.changed()
  }

  /** As many of the oldest as the actions have room for: a row gives one result, as a rule. */
  private pass(): void {
    if (this.isPassing || this.waiting.length === 0) return
    const { subscriber, hold } = this.options
    this.whilePassing(() => {
      for (let { room } = hold; room > 0 && this.waiting.length > 0; { room } = hold) {
        const next = this.takeNext(room)
        if (typeof next === 'string') subscriber.failed(next)
        else subscriber.rows(next)
      }
    })
  }

  /** An action that writes at once has room again while its rule still runs. */
  private whilePassing(run: () => void): void {
    this.isPassing = true
    try {
      run()
    } finally {
      this.isPassing = false
    }
  }

  private takeNext(most: number): readonly RuleRow[] | string {
    const [first] = this.waiting
    if (typeof first === 'string') {
      this.waiting.shift()
      return first
    }
    const rows: RuleRow[] = []
    for (const entry of this.waiting) {
      if (typeof entry === 'string' || rows.length >= most) break
      rows.push(entry)
    }
    this.waiting = this.waiting.slice(rows.length)
    return rows
  }

  /** The rows that wait, which it forgets. */
  takeAll(): readonly RuleRow[] {
    return this.waiting.splice(0).filter((entry) => typeof entry !== 'string')
  }

  private trim(): void {
    const excess = this.waiting.length - this.limit
    if (excess <= 0) return
    const { whenFull, dropped } = this.options
    const gone =
      whenFull === 'drop-oldest'
        ? this.waiting.splice(0, excess)
        : this.waiting.splice(this.limit, excess)
    for (const entry of gone) if (typeof entry !== 'string') dropped(entry)
  }
}
