import type { Cancel, Clock } from '../../base/clock.ts'
import type { Item, PipelineTrace, SinkMessage, Transformed } from '../../sink-pipeline/index.ts'
import type { RecordValue } from '../../types/value.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import type { TraceStep } from '../run.ts'
import type { SinkAnswer } from './sink-queue.ts'

/** A step before it is told when it happened. */
type Untimed<Step> = Step extends unknown ? Omit<Step, 'at'> : never

/**
 * Follows the messages of an action from row to answer, for whoever observes its node or traces it.
 * Nothing is kept and nothing is made while nobody does.
 */
export class MessageTracer implements PipelineTrace {
  private readonly monitor: NodeMonitor
  private readonly clock: Clock
  private readonly observers = new Set<(step: TraceStep) => void>()
  private readonly rowsOfMessages = new WeakMap<SinkMessage, readonly RecordValue[]>()
  private readonly numbers = new WeakMap<SinkMessage, number>()
  /** The number of the message that results become part of. */
  private next = 1

  constructor(monitor: NodeMonitor, clock: Clock) {
    this.monitor = monitor
    this.clock = clock
  }

  get isActive(): boolean {
    return this.observers.size > 0 || this.monitor.isObserved
  }

  observe(receive: (step: TraceStep) => void): Cancel {
    this.observers.add(receive)
    return () => {
      this.observers.delete(receive)
    }
  }

  private emit(step: Untimed<TraceStep>): void {
    const at = this.clock.now()
    for (const receive of [...this.observers]) {
      try {
        receive({ ...step, at })
      } catch (error) {
        this.monitor.log('error', `an observer failed: ${String(error)}`)
      }
    }
  }

  // ---- pipeline -----------------------------------------------------------------------------------

  transformed(item: Item, result: Transformed): void {
    if (this.observers.size > 0)
      this.emit({ kind: 'transformed', message: this.next, item, result })
  }

  encoded(items: readonly Item[], message: SinkMessage): void {
    const number = this.next
    this.next += 1
    if (this.observers.size > 0) {
      this.numbers.set(message, number)
      this.emit({ kind: 'encoded', message: number, ...message })
    }
    if (!this.monitor.isObserved) return
    const rows = items.flatMap(rowsOf)
    this.rowsOfMessages.set(message, rows)
    this.show('in', rows)
  }

  /** A result, or one row of it, could not become a message. */
  failed(item: Item | undefined, reason: string): void {
    if (this.observers.size === 0) return
    const cause = item === undefined ? {} : { item }
    this.emit({ kind: 'failed', message: this.next, ...cause, reason })
  }

  // ---- sink ---------------------------------------------------------------------------------------

  answered(message: SinkMessage, answer: SinkAnswer): void {
    if (answer.kind === 'written' && this.monitor.isObserved) {
      this.show('out', this.rowsOfMessages.get(message) ?? [])
    }
    if (this.observers.size === 0) return
    this.emit({ kind: 'answered', message: this.numberOf(message), answer })
  }

  dropped(message: SinkMessage, reason: string): void {
    if (this.observers.size === 0) return
    this.emit({ kind: 'dropped', message: this.numberOf(message), reason })
  }

  /** From now on the message is sent in another form. */
  replace(message: SinkMessage, other: SinkMessage): void {
    const number = this.numbers.get(message)
    if (number !== undefined) this.numbers.set(other, number)
    const rows = this.rowsOfMessages.get(message)
    if (rows !== undefined) this.rowsOfMessages.set(other, rows)
  }

  /** A message from the cache of an earlier run, or made while nobody looked, is shown first. */
  private numberOf(message: SinkMessage): number {
    const known = this.numbers.get(message)
    if (known !== undefined) return known
    const number = this.next
    this.next += 1
    this.numbers.set(message, number)
    this.emit({ kind: 'encoded', message: number, ...message })
    return number
  }

  private show(kind: 'in' | 'out', rows: readonly RecordValue[]): void {
    for (const row of rows) this.monitor.row(kind, row, undefined)
  }
}

function rowsOf(item: Item): readonly RecordValue[] {
  return Array.isArray(item) ? (item as readonly RecordValue[]) : [item as RecordValue]
}
