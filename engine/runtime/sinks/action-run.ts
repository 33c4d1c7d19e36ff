import { isConnectionError } from '../../api/errors.ts'
import type { Sink, SinkContext, SinkDefinition, SinkExport } from '../../api/sink.ts'
import type { TopicBus } from '../../api/topic-bus.ts'
import {
  createPipeline,
  type Item,
  type PipelinePlan,
  type SinkMessage,
  type SinkPipeline,
} from '../../sink-pipeline/index.ts'
import type { RecordValue } from '../../types/value.ts'
import { createComponentContext } from '../component-context.ts'
import { Connector } from '../connect.ts'
import { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { EngineEnvironment } from '../run.ts'
import { SinkQueue } from './sink-queue.ts'

/** An action whose properties passed all checks. */
export interface PreparedAction {
  readonly type: string
  readonly index: number
  readonly definition: SinkDefinition
  /** The sink's own properties. */
  readonly properties: Readonly<Record<string, unknown>>
  readonly pipeline: PipelinePlan
}

export interface ActionOptions {
  readonly ruleId: string
  readonly action: PreparedAction
  readonly sendsErrors: boolean
  readonly environment: EngineEnvironment
  readonly topics: TopicBus
  readonly signal: AbortSignal
  readonly idle: () => void
}

/** One action of a running rule: pipeline, queue and sink. */
export class ActionRun {
  readonly monitor: NodeMonitor
  private readonly options: ActionOptions
  private readonly context: SinkContext
  private readonly queue: SinkQueue
  private readonly pipeline: SinkPipeline
  private readonly connector: Connector
  private sink: Sink | undefined
  /** Filled only while somebody observes the action. */
  private readonly rowsOfMessages = new WeakMap<SinkMessage, readonly RecordValue[]>()

  constructor(options: ActionOptions) {
    const { ruleId, action, environment, topics, signal } = options
    this.options = options
    this.monitor = new NodeMonitor(`action/${ruleId}/${String(action.index)}`, environment)
    const { clock } = environment
    this.context = {
      ...createComponentContext({ monitor: this.monitor, signal, clock, topics }),
      ruleId,
      operatorId: `${action.type}_${String(action.index)}`,
      instanceId: 0,
    }
    const { bufferLength, resendMs } = deliveryOf(action.pipeline)
    this.queue = new SinkQueue({
      monitor: this.monitor,
      clock,
      context: this.context,
      bufferLength,
      resendMs,
      collected: (message) => this.collected(message),
      idle: options.idle,
    })
    this.pipeline = this.createPipeline()
    this.connector = new Connector({
      monitor: this.monitor,
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

  private createPipeline(): SinkPipeline {
    const { action, environment, sendsErrors } = this.options
    return createPipeline(action.pipeline, {
      clock: environment.clock,
      sendError: sendsErrors,
      deliver: (message) => this.queue.push(message),
      trace: {
        transformed: () => undefined,
        encoded: (item, message) => {
          if (this.monitor.isObserved) this.show('in', rowsOf(item), message)
        },
      },
      fail: (error, item) => {
        const row = Array.isArray(item) ? (item as readonly RecordValue[])[0] : item
        this.monitor.fail(error.message, row === undefined ? {} : { row: row as RecordValue })
      },
    })
  }

  /** The rows are kept with the message, so that they can be shown again when the sink took it. */
  private show(kind: 'in' | 'out', rows: readonly RecordValue[], message: SinkMessage): void {
    if (kind === 'in') this.rowsOfMessages.set(message, rows)
    for (const row of rows) this.monitor.row(kind, row, undefined)
  }

  private collected(message: SinkMessage): void {
    this.monitor.rowsOut += 1
    const rows = this.rowsOfMessages.get(message)
    if (rows !== undefined && this.monitor.isObserved) this.show('out', rows, message)
  }

  get isIdle(): boolean {
    return this.queue.isIdle
  }

  start(): void {
    this.connector.start()
  }

  /** The rows of one result. */
  send(rows: readonly RecordValue[]): void {
    this.pipeline.send(rows)
  }

  /** The rows of a window or a join. One row without columns counts as nothing for omitIfEmpty. */
  sendCollection(rows: readonly RecordValue[]): void {
    const { omitIfEmpty } = this.options.action.pipeline.properties
    const [first] = rows
    const isEmpty = rows.length === 1 && first !== undefined && Object.keys(first).length === 0
    if (!omitIfEmpty || !isEmpty) this.send(rows)
  }

  sendError(message: string): void {
    this.pipeline.sendError(message)
  }

  private open(): void | Promise<void> {
    const { action } = this.options
    this.sink = createSink(action.definition.sink)
    this.sink.configure(action.properties)
    return this.sink.open(this.context)
  }

  /** Ends at once: messages that wait are lost. */
  async stop(): Promise<void> {
    this.connector.stop()
    this.pipeline.stop()
    this.queue.stop()
    await this.closeSink()
    this.monitor.setState('stopped')
  }

  private async closeSink(): Promise<void> {
    const { sink } = this
    this.sink = undefined
    try {
      await sink?.close(this.context)
    } catch (error) {
      const level = isConnectionError(error) ? 'warn' : 'error'
      this.monitor.log(level, `closing failed: ${reasonOf(error)}`)
    }
  }
}

function deliveryOf(plan: PipelinePlan): {
  readonly bufferLength: number
  readonly resendMs: number
} {
  const { bufferLength, enableCache, resendIntervalMs } = plan.properties
  return {
    bufferLength: Math.max(1, bufferLength),
    resendMs: resendIntervalMs > 0 ? resendIntervalMs : enableCache ? 100 : 0,
  }
}

function rowsOf(item: Item): readonly RecordValue[] {
  return Array.isArray(item) ? (item as readonly RecordValue[]) : [item as RecordValue]
}

function createSink(source: SinkExport): Sink {
  if (typeof source !== 'function') return source
  // A class must be constructed, a function called; only calling a class throws a TypeError.
  return isClass(source) ? new source() : source()
}

function isClass(source: (new () => Sink) | (() => Sink)): source is new () => Sink {
  return /^class\b/.test(Function.prototype.toString.call(source))
}
