import type { Cancel, Clock } from '../../base/clock.ts'
import type {
  Item,
  MessagePart,
  PipelineTrace,
  SinkMessage,
  Transformed,
} from '../../sink-pipeline/index.ts'
import { createRecord } from '../../types/value.ts'
import type { DropReason } from '../drop-cause.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import type { MessageEncoding, TraceStep } from '../run.ts'
import { itemOf } from './message-item.ts'
import { firstRowOf, ObservedMessage } from './observed-message.ts'
import type { SinkAnswer } from './sink-queue.ts'

/** A step before it is told when it happened. */
type Untimed<Step> = Step extends unknown ? Omit<Step, 'at'> : never

/**
 * Follows the messages of an action from row to answer: counts what became of them, and shows it to
 * whoever observes the node or traces it. Nothing is kept and nothing is made while nobody does.
 */
export class MessageTracer implements PipelineTrace {
  private readonly monitor: NodeMonitor
  private readonly clock: Clock
  private readonly encoding: MessageEncoding
  private readonly observers = new Set<(step: TraceStep) => void>()
  /** Made when somebody first observes the node: until then no message is looked up. */
  private observed: WeakMap<SinkMessage, ObservedMessage> | undefined
  private readonly numbers = new WeakMap<SinkMessage, number>()
  /** What was made last: the cause, where it cannot be encoded. */
  private lastPart: MessagePart | undefined
  /** The number of the message that results become part of. */
  private next = 1

  constructor(monitor: NodeMonitor, clock: Clock, encoding: MessageEncoding) {
    this.monitor = monitor
    this.clock = clock
    this.encoding = encoding
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
    this.lastPart = { item, result }
    if (this.observers.size > 0)
      this.emit({ kind: 'transformed', message: this.next, item, result })
  }

  encoded(parts: readonly MessagePart[], message: SinkMessage): void {
    this.made(parts, message, this.encoding)
  }

  /** Past compression and encryption. */
  errorEncoded(text: string, message: SinkMessage): void {
    const item = createRecord()
    item['error'] = text
    const encoding = { ...this.encoding, compression: '', encryption: '' }
    this.made([{ item, result: { kind: 'text', text } }], message, encoding)
  }

  private made(
    parts: readonly MessagePart[],
    message: SinkMessage,
    encoding: MessageEncoding,
  ): void {
    this.lastPart = undefined
    const number = this.next
    this.next += 1
    if (this.observers.size > 0) {
      this.numbers.set(message, number)
      this.emit({ kind: 'encoded', message: number, ...message })
    }
    if (!this.monitor.isObserved) return
    const observed = new ObservedMessage(parts, message, encoding)
    this.observed ??= new WeakMap()
    this.observed.set(message, observed)
    this.show('in', observed)
  }

  /** A result, or one row of it, could not become a message: it is lost. */
  failed(item: Item | undefined, reason: string): void {
    const part = this.lastPart?.item === item ? this.lastPart : undefined
    this.lastPart = undefined
    const row = item === undefined ? undefined : firstRowOf(item)
    const way = item === undefined ? undefined : (part ?? { item })
    if (row !== undefined && this.monitor.isObserved) {
      const at = this.clock.now()
      this.monitor.emit({ kind: 'in', at, row, ...(way === undefined ? {} : { way }) })
    }
    this.monitor.fail(reason, row === undefined ? {} : { row }, way)
    this.monitor.drop({ cause: 'not-encoded', text: reason }, row, way)
    if (this.observers.size === 0) return
    const cause = item === undefined ? {} : { item }
    this.emit({ kind: 'failed', message: this.next, ...cause, reason })
  }

  // ---- sink ---------------------------------------------------------------------------------------

  answered(message: SinkMessage, answer: SinkAnswer): void {
    const observed = this.observed?.get(message) ?? this.readBack(message)
    observed?.answer(answer, this.clock.now())
    if (answer.kind === 'written') {
      this.monitor.rowsOut += 1
      if (observed !== undefined && this.monitor.isObserved) this.show('out', observed)
    } else {
      const row = observed?.first?.row
      this.monitor.fail(answer.reason, row === undefined ? {} : { row }, observed?.first?.way)
    }
    if (answer.kind === 'lost') {
      const text = `the sink could not write it: ${answer.reason}`
      this.drop(observed, { cause: answer.cause, text })
    }
    if (this.observers.size === 0) return
    this.emit({ kind: 'answered', message: this.numberOf(message), answer })
  }

  /** A message that never reached its sink; undefined where it was not in memory any more. */
  dropped(message: SinkMessage | undefined, reason: DropReason): void {
    const observed = message === undefined ? undefined : this.observed?.get(message)
    observed?.answer({ kind: 'dropped', reason: reason.text }, this.clock.now())
    this.drop(observed, reason)
    if (this.observers.size === 0) return
    const number = message === undefined ? this.next++ : this.numberOf(message)
    this.emit({ kind: 'dropped', message: number, cause: reason.cause, reason: reason.text })
  }

  /** A message that is only in its store from now on. */
  stored(message: SinkMessage): void {
    this.observed?.get(message)?.answer({ kind: 'stored' }, this.clock.now())
    if (this.observers.size === 0) return
    this.emit({ kind: 'stored', message: this.numberOf(message) })
  }

  /** From now on the message is sent in another form. */
  replace(message: SinkMessage, other: SinkMessage): void {
    const number = this.numbers.get(message)
    if (number !== undefined) this.numbers.set(other, number)
    const observed = this.observed?.get(message)
    if (observed === undefined) return
    observed.sent = other
    this.observed?.set(other, observed)
  }

  /** Of a message from the store, or made before anybody looked, only what its sink gets is known. */
  private readBack(message: SinkMessage): ObservedMessage | undefined {
    if (!this.monitor.isObserved) return undefined
    const item = itemOf(message, this.encoding)
    if (item === undefined) return undefined
    const parts = [{ item, result: { kind: 'data', data: item } }] as const
    const observed = new ObservedMessage(parts, message, this.encoding)
    this.observed ??= new WeakMap()
    this.observed.set(message, observed)
    return observed
  }

  private drop(observed: ObservedMessage | undefined, reason: DropReason): void {
    this.monitor.drop(reason, observed?.first?.row, observed?.first?.way)
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

  private show(kind: 'in' | 'out', observed: ObservedMessage): void {
    const at = this.clock.now()
    for (const { row, way } of observed.list) this.monitor.emit({ kind, at, row, way })
  }
}
