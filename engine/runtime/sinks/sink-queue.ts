import type { Cancel, Clock } from '../../base/clock.ts'
import { isConnectionError } from '../../api/errors.ts'
import type { Sink, SinkContext, SinkItem, SinkOutcome } from '../../api/sink.ts'
import { noProperties, type SinkMessage } from '../../sink-pipeline/index.ts'
import type { DropCause } from '../drop-cause.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { Backlog } from './backlog.ts'

/** What became of a message that was handed to its sink. */
export type SinkAnswer =
  | { readonly kind: 'written' }
  /** It will not be tried again. */
  | {
      readonly kind: 'lost'
      readonly cause: Extract<DropCause, 'sink-refused' | 'sink-unreachable'>
      readonly reason: string
    }
  /** Its other side was away: it is tried again. */
  | { readonly kind: 'unreachable'; readonly reason: string }

export interface QueueOptions {
  readonly clock: Clock
  readonly context: SinkContext
  readonly backlog: Backlog
  /** The pause before a message is tried again whose other side was away; 0: it is lost. */
  readonly resendMs: number
  /** Takes messages whose other side was away, so that those behind them go on. */
  readonly redirect?: (message: SinkMessage) => void
  readonly answered: (message: SinkMessage, answer: SinkAnswer) => void
  readonly idle: () => void
}

const written: SinkAnswer = { kind: 'written' }

/** Messages that one call of `collectMany` takes. */
const mostAtOnce = 500

/** Hands the messages of a backlog to a sink: one at a time, in order. */
export class SinkQueue {
  private readonly options: QueueOptions
  private sink: Sink | undefined
  private isBusy = false
  private isStopped = false
  private isClosed = false
  private cancelRetry: Cancel | undefined

  constructor(options: QueueOptions) {
    this.options = options
  }

  get isIdle(): boolean {
    return !this.isBusy && this.options.backlog.length === 0
  }

  /** From now on messages are handed to this sink. */
  start(sink: Sink): void {
    this.sink = sink
    this.pump()
  }

  push(message: SinkMessage): void {
    if (this.isStopped) return
    const { sink } = this
    if (sink !== undefined && !this.isBusy && this.canPass(sink)) {
      this.pass(sink, message)
      return
    }
    this.options.backlog.push(message)
    this.pump()
  }

  /** Whether a message may go to the sink without the backlog. */
  private canPass(sink: Sink): boolean {
    const { backlog } = this.options
    return sink.collectMany === undefined && backlog.pass !== undefined && backlog.length === 0
  }

  /** The backlog has to do with the message only where the sink does not write it at once. */
  private pass(sink: Sink, message: SinkMessage): void {
    const { context, backlog, answered } = this.options
    this.isBusy = true
    let writing: void | Promise<void>
    try {
      writing = sink.collect(context, message.data, itemOf(message))
    } catch (error) {
      backlog.pass?.(message)
      if (!this.fail(error, message)) this.proceed()
      return
    }
    if (writing === undefined) {
      answered(message, written)
      this.proceed()
      return
    }
    backlog.pass?.(message)
    this.await(writing, message)
  }

  private pump(): void {
    const { backlog } = this.options
    while (this.sink !== undefined && !this.isBusy && !this.isStopped) {
      const isMany = this.sink.collectMany !== undefined
      const messages = backlog.take(isMany ? mostAtOnce : 1)
      const [message] = messages
      if (message === undefined) {
        this.options.idle()
        return
      }
      this.isBusy = true
      if (isMany) {
        void this.writeMany(this.sink, messages)
        return
      }
      if (this.write(this.sink, message)) return
      this.isBusy = false
    }
  }

  /** True where the sink answers later. */
  private write(sink: Sink, message: SinkMessage): boolean {
    try {
      const writing = sink.collect(this.options.context, message.data, itemOf(message))
      if (writing === undefined) {
        this.succeed(message)
        return false
      }
      this.await(writing, message)
      return true
    } catch (error) {
      return this.fail(error, message)
    }
  }

  private await(writing: Promise<void>, message: SinkMessage): void {
    writing.then(
      () => {
        this.succeed(message)
        this.proceed()
      },
      (error: unknown) => {
        if (!this.fail(error, message)) this.proceed()
      },
    )
  }

  private async writeMany(sink: Sink, messages: readonly SinkMessage[]): Promise<void> {
    const deliveries = messages.map((message) => ({ data: message.data, item: itemOf(message) }))
    const outcomes = await collectAll(sink, this.options.context, deliveries)
    let isWaiting = false
    for (const [index, outcome] of outcomes.entries()) {
      const message = messages[index]
      if (message === undefined) break
      if (outcome.isWritten) this.succeed(message)
      else isWaiting = this.fail(outcome.error, message)
    }
    if (this.isStopped) return
    this.options.backlog.putBack()
    if (!isWaiting) this.proceed()
  }

  private proceed(): void {
    this.isBusy = false
    if (this.options.backlog.length > 0) this.pump()
    else this.options.idle()
  }

  /** A sink may answer after the stop: what it wrote need not be sent by the next run. */
  private succeed(message: SinkMessage): void {
    // By now it counts as dropped, or as kept for the next run.
    if (this.isClosed) return
    this.options.backlog.settle(1)
    this.options.answered(message, written)
  }

  /** True where the message is tried again later. */
  private fail(error: unknown, message: SinkMessage): boolean {
    const { backlog, resendMs, redirect, clock, answered } = this.options
    if (this.isStopped) return true
    const reason = reasonOf(error)
    const isAway = isConnectionError(error)
    if (!isAway || resendMs <= 0) {
      backlog.settle(1)
      const cause = isAway ? 'sink-unreachable' : 'sink-refused'
      answered(message, { kind: 'lost', cause, reason })
      return false
    }
    answered(message, { kind: 'unreachable', reason })
    if (redirect !== undefined) {
      redirect(message)
      backlog.settle(1)
      return false
    }
    backlog.putBack()
    this.cancelRetry = clock.schedule(clock.now() + resendMs, () => {
      this.proceed()
    })
    return true
  }

  /** Nothing is handed on any more; what a sink still writes is settled until `close`. */
  stop(): void {
    this.isStopped = true
    this.cancelRetry?.()
  }

  close(): void {
    this.isClosed = true
    this.options.backlog.close()
  }
}

/** What a call of `collect` carries beside the data; most actions have no dynamic properties. */
function itemOf({ properties }: SinkMessage): SinkItem {
  return properties === noProperties ? plainItem : { properties }
}

const plainItem: SinkItem = Object.freeze({ properties: noProperties })

/** A sink that breaks its promise and rejects has written nothing of these. */
async function collectAll(
  sink: Sink,
  context: SinkContext,
  deliveries: Parameters<NonNullable<Sink['collectMany']>>[1],
): Promise<readonly SinkOutcome[]> {
  try {
    return (await sink.collectMany?.(context, deliveries)) ?? []
  } catch (error) {
    return deliveries.map(() => ({ isWritten: false, error }))
  }
}
