import type { Source, SourceContext } from '../../api/source.ts'
import type { RecordValue } from '../../types/value.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { RuleRow } from '../rule-row.ts'
import type { RuleHold } from '../sinks/rule-hold.ts'
import { HeldSubscriber } from './held-subscriber.ts'
import type { StreamSubscriber } from './stream-subscriber.ts'

export interface SourceHoldOptions {
  readonly monitor: NodeMonitor
  /** Whether rules that are not held read the same source: then it must go on. */
  readonly isShared: boolean
  readonly recordOf: (row: RuleRow) => RecordValue
  /** Nothing waits any more. */
  readonly emptied: () => void
}

/** Holds a stream's source while a rule that reads it is held, and keeps the rows that still come. */
export class SourceHold {
  private readonly options: SourceHoldOptions
  private readonly held: { readonly gate: HeldSubscriber; readonly hold: RuleHold }[] = []
  private source: Source | undefined
  private context: SourceContext | undefined
  private isPaused = false
  private messageBefore: string | undefined

  constructor(options: SourceHoldOptions) {
    this.options = options
  }

  /** What the stream hands rows to in the subscriber's place. A rule that cannot be held stands for itself. */
  guard(subscriber: StreamSubscriber): Pick<StreamSubscriber, 'rows' | 'failed'> {
    const { hold } = subscriber
    if (hold === undefined) return subscriber
    const { isShared, monitor, recordOf } = this.options
    const full = `${String(hold.bufferLength)} rows wait for the rule ${hold.ruleId}`
    const text = isShared
      ? `buffer full: ${full} and other rules read the stream too, the oldest was dropped`
      : `buffer full: ${full} and its source cannot be held, the newest was dropped`
    const gate = new HeldSubscriber({
      subscriber,
      hold,
      whenFull: isShared ? 'drop-oldest' : 'drop-newest',
      dropped: (row) => {
        monitor.drop({ cause: 'buffer-full', text }, recordOf(row))
      },
      changed: () => {
        this.update()
      },
    })
    this.held.push({ gate, hold })
    return gate
  }

  get isEmpty(): boolean {
    return this.held.every(({ gate }) => gate.length === 0)
  }

  /** A source was made: the first one, or another after a failure. */
  opening(source: Source, context: SourceContext): void {
    this.source = source
    this.context = context
    this.setLimits()
  }

  /** Its `open` was called: from now on it can be told to pause. */
  opened(): void {
    if (this.isPaused) this.tell('pause')
  }

  /** The run stops: rows that still wait are lost. */
  stop(): void {
    const { monitor, recordOf } = this.options
    for (const { gate, hold } of this.held) {
      const text = `it waited for the rule ${hold.ruleId} when the run stopped`
      for (const row of gate.takeAll()) monitor.drop({ cause: 'stopped', text }, recordOf(row))
    }
  }

  closed(): void {
    this.source = undefined
  }

  private get canPause(): boolean {
    return !this.options.isShared && this.source?.pause !== undefined
  }

  private update(): void {
    const holder = this.held.find(({ gate }) => gate.isHeld)
    if (this.isEmpty) this.options.emptied()
    const isToPause = holder !== undefined
    if (isToPause === this.isPaused) return
    this.isPaused = isToPause
    if (!this.canPause) return
    this.setLimits()
    this.show(holder?.hold)
    this.tell(isToPause ? 'pause' : 'resume')
  }

  /** Rows that were on their way are kept; those of a source that goes on are not. */
  private setLimits(): void {
    for (const { gate, hold } of this.held) {
      if (!this.canPause) gate.limit = hold.bufferLength
      else gate.limit = this.isPaused ? gate.length + hold.bufferLength : Infinity
    }
  }

  private tell(what: 'pause' | 'resume'): void {
    const { source, context } = this
    if (!this.canPause || source === undefined || context === undefined) return
    try {
      source[what]?.(context)
    } catch (error) {
      this.options.monitor.fail(`${what} failed: ${reasonOf(error)}`)
    }
  }

  private show(hold: RuleHold | undefined): void {
    const { monitor } = this.options
    if (monitor.currentState !== 'running') return
    if (hold === undefined) {
      monitor.setState('running', this.messageBefore)
      return
    }
    this.messageBefore = monitor.status().message
    monitor.setState('running', `Held: the rule ${hold.ruleId} waits for its sink.`)
  }
}
