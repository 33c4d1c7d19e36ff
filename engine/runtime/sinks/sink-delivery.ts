import { isConnectionError } from '../../api/errors.ts'
import type { Sink, SinkDefinition, SinkExport } from '../../api/sink.ts'
import type { SinkMessage } from '../../sink-pipeline/index.ts'
import { Connector } from '../connect.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import { SinkQueue, type QueueOptions } from './sink-queue.ts'

export interface DeliveryOptions extends QueueOptions {
  /** Shows the state of the sink's connection. */
  readonly monitor: NodeMonitor
  readonly definition: SinkDefinition
  readonly properties: Readonly<Record<string, unknown>>
}

/** One instance of a sink with the messages that wait for it. */
export class SinkDelivery {
  private readonly options: DeliveryOptions
  private readonly queue: SinkQueue
  private readonly connector: Connector
  private sink: Sink | undefined

  constructor(options: DeliveryOptions) {
    const { monitor, clock } = options
    this.options = options
    this.queue = new SinkQueue(options)
    this.connector = new Connector({
      monitor,
      clock,
      open: () => this.open(),
      afterFailure: () => {
        void this.closeSink()
      },
      opened: () => {
        if (this.sink !== undefined) this.queue.start(this.sink)
      },
    })
  }

  get isIdle(): boolean {
    return this.queue.isIdle
  }

  start(): void {
    this.connector.start()
  }

  push(message: SinkMessage): void {
    this.queue.push(message)
  }

  private open(): void | Promise<void> {
    const { definition, properties, context } = this.options
    this.sink = createSink(definition.sink)
    this.sink.configure(properties)
    return this.sink.open(context)
  }

  async stop(): Promise<void> {
    this.connector.stop()
    this.queue.stop()
    await this.closeSink()
    this.queue.close()
  }

  private async closeSink(): Promise<void> {
    const { sink } = this
    const { context, monitor } = this.options
    this.sink = undefined
    try {
      await sink?.close(context)
    } catch (error) {
      const level = isConnectionError(error) ? 'warn' : 'error'
      monitor.log(level, `closing failed: ${reasonOf(error)}`)
    }
  }
}

function createSink(source: SinkExport): Sink {
  if (typeof source !== 'function') return source
  // A class must be constructed, a function called; only calling a class throws a TypeError.
  return isClass(source) ? new source() : source()
}

function isClass(source: (new () => Sink) | (() => Sink)): source is new () => Sink {
  return /^class\b/.test(Function.prototype.toString.call(source))
}
