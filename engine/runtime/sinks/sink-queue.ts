import type { Cancel, Clock } from '../../base/clock.ts'
import { isConnectionError } from '../../api/errors.ts'
import type { Sink, SinkContext, SinkOutcome } from '../../api/sink.ts'
import type { SinkMessage } from '../../sink-pipeline/index.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'

export interface QueueOptions {
  readonly monitor: NodeMonitor
  readonly clock: Clock
  readonly context: SinkContext
  /** Messages that may wait; the oldest is dropped for a new one. */
  readonly bufferLength: number
  /** The pause before a message is tried again whose other side was away; 0: it is lost. */
  readonly resendMs: number
  /** The sink took the message. */
  readonly collected: (message: SinkMessage) => void
  readonly idle: () => void
}

/** Messages that one call of `collectMany` takes. */
const mostAtOnce = 500

/** The messages of one action on their way to its sink: one at a time, in order. */
export class SinkQueue {
  private readonly options: QueueOptions
  private readonly waiting: SinkMessage[] = []
  private sink: Sink | undefined
  private isBusy = false
  private isStopped = false
  private cancelRetry: Cancel | undefined

  constructor(options: QueueOptions) {
    this.options = options
  }

  get isIdle(): boolean {
    return !this.isBusy && this.waiting.length === 0
  }

  /** From now on messages are handed to this sink. */
  start(sink: Sink): void {
    this.sink = sink
    this.pump()
  }

  push(message: SinkMessage): void {
    const { bufferLength, monitor } = this.options
    if (this.isStopped) return
    monitor.rowsIn += 1
    while (this.waiting.length >= bufferLength) {
      this.waiting.shift()
      monitor.drop(`the buffer of ${String(bufferLength)} messages is full`)
    }
    this.waiting.push(message)
    this.pump()
  }

  private pump(): void {
    while (this.sink !== undefined && !this.isBusy && !this.isStopped) {
      const message = this.waiting.shift()
      if (message === undefined) {
        this.options.idle()
        return
      }
      this.isBusy = true
      if (this.sink.collectMany !== undefined) {
        void this.writeMany(this.sink, [message, ...this.waiting.splice(0, mostAtOnce - 1)])
        return
      }
      if (this.write(this.sink, message)) return
      this.isBusy = false
    }
  }

  /** True where the sink answers later. */
  private write(sink: Sink, message: SinkMessage): boolean {
    try {
      const { data, properties } = message
      const writing = sink.collect(this.options.context, data, { properties })
      if (writing === undefined) {
        this.options.collected(message)
        return false
      }
      writing.then(
        () => {
          this.options.collected(message)
          this.proceed()
        },
        (error: unknown) => {
          if (!this.fail(error, message)) this.proceed()
        },
      )
      return true
    } catch (error) {
      return this.fail(error, message)
    }
  }

  private async writeMany(sink: Sink, messages: readonly SinkMessage[]): Promise<void> {
    const deliveries = messages.map(({ data, properties }) => ({ data, item: { properties } }))
    const outcomes = await collectAll(sink, this.options.context, deliveries)
    if (!this.isStopped) this.waiting.unshift(...messages.slice(outcomes.length))
    let isWaiting = false
    for (const [index, outcome] of outcomes.entries()) {
      const message = messages[index]
      if (message === undefined) break
      if (outcome.isWritten) this.options.collected(message)
      else isWaiting = this.fail(outcome.error, message)
    }
    if (!isWaiting) this.proceed()
  }

  private proceed(): void {
    this.isBusy = false
    this.pump()
  }

  /** True where the message is tried again later. */
  private fail(error: unknown, message: SinkMessage): boolean {
    const { monitor, resendMs, clock } = this.options
    if (this.isStopped) return true
    monitor.fail(reasonOf(error))
    if (!isConnectionError(error) || resendMs <= 0) {
      monitor.drop(`the sink could not write it: ${reasonOf(error)}`)
      return false
    }
    this.waiting.unshift(message)
    this.cancelRetry = clock.schedule(clock.now() + resendMs, () => {
      this.proceed()
    })
    return true
  }

  stop(): void {
    this.isStopped = true
    this.cancelRetry?.()
    this.waiting.length = 0
  }
}

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
