import type { SinkContext, SinkDefinition } from '../../api/sink.ts'
import type { TopicBus } from '../../api/topic-bus.ts'
import type { Cancel } from '../../base/clock.ts'
import {
  createPipeline,
  TransformError,
  type PipelinePlan,
  type SinkMessage,
  type SinkPipeline,
} from '../../sink-pipeline/index.ts'
import type { RecordValue } from '../../types/value.ts'
import { createComponentContext } from '../component-context.ts'
import type { DropReason } from '../drop-cause.ts'
import { NodeMonitor } from '../node-monitor.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { EngineEnvironment, MessageEncoding, TraceStep } from '../run.ts'
import { createMemoryBacklog, type Backlog } from './backlog.ts'
import { CachedBacklog } from './cached-backlog.ts'
import { createHoldingBacklog } from './holding-backlog.ts'
import { countLeftovers, openWithLeftovers } from './leftover-messages.ts'
import { MessageTracer } from './message-tracer.ts'
import type { RuleHold } from './rule-hold.ts'
import { SinkDelivery, type DeliveryOptions } from './sink-delivery.ts'
import type { SinkStore, StorePlace } from './sink-store.ts'

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
  /** The rule's `disableBufferFullDiscard`. */
  readonly keepsAll: boolean
  /** Holds the rule up while this action's buffer is full and may not drop. */
  readonly hold: RuleHold
  readonly environment: EngineEnvironment
  readonly topics: TopicBus
  /** Keeps the messages of actions with a cache. */
  readonly store: SinkStore
  readonly signal: AbortSignal
  readonly idle: () => void
}

/** eKuiper's pause where the cache is on and none is given. */
const cachedResendMs = 100

/** One action of a running rule: pipeline, queue and sink. */
export class ActionRun {
  readonly monitor: NodeMonitor
  private readonly options: ActionOptions
  private readonly tracer: MessageTracer
  private readonly pipeline: SinkPipeline
  private readonly delivery: SinkDelivery
  /** A second sink for messages that are sent again, beside the one for new messages. */
  private readonly resend: SinkDelivery | undefined

  constructor(options: ActionOptions) {
    const { ruleId, action, environment } = options
    this.options = options
    this.monitor = new NodeMonitor(`action/${ruleId}/${String(action.index)}`, environment)
    this.tracer = new MessageTracer(this.monitor, environment.clock, encodingOf(action.pipeline))
    const { enableCache, resendAlterQueue } = action.pipeline.properties
    this.resend = enableCache && resendAlterQueue ? this.createResend() : undefined
    this.delivery = this.createDelivery()
    this.pipeline = this.createPipeline()
  }

  private createPipeline(): SinkPipeline {
    const { action, environment, sendsErrors } = this.options
    return createPipeline(action.pipeline, {
      clock: environment.clock,
      sendError: sendsErrors,
      deliver: (message) => {
        this.monitor.rowsIn += 1
        this.delivery.push(message)
      },
      trace: this.tracer,
      fail: (error, item) => {
        this.monitor.rowsIn += 1
        this.tracer.failed(item, reasonWithHint(error))
      },
      abandon: (message) => {
        this.monitor.rowsIn += 1
        const text = 'its batch was not full when the rule stopped'
        this.tracer.dropped(message, { cause: 'stopped', text })
      },
    })
  }

  // ---- delivery -----------------------------------------------------------------------------------

  private createDelivery(): SinkDelivery {
    const { resend } = this
    return new SinkDelivery({
      ...this.deliveryOptions(this.monitor),
      backlog: this.createBacklog('main'),
      properties: this.options.action.properties,
      ...(resend === undefined
        ? {}
        : {
            redirect: (message: SinkMessage) => {
              resend.push(this.redirected(message))
            },
          }),
    })
  }

  private createResend(): SinkDelivery {
    const { action, environment } = this.options
    const { resendDestination } = action.pipeline.properties
    return new SinkDelivery({
      // The node shows the connection for new messages.
      ...this.deliveryOptions(new NodeMonitor(this.monitor.node, environment)),
      backlog: this.createBacklog('resend'),
      properties:
        resendDestination === ''
          ? action.properties
          : { ...action.properties, topic: resendDestination },
    })
  }

  /** eKuiper's resend destination takes the place of the sink's topic. */
  private redirected(message: SinkMessage): SinkMessage {
    const { resendDestination } = this.options.action.pipeline.properties
    if (resendDestination === '') return message
    const topic = message.properties['resendDestination'] ?? resendDestination
    const redirected = { data: message.data, properties: { ...message.properties, topic } }
    this.tracer.replace(message, redirected)
    return redirected
  }

  private deliveryOptions(
    monitor: NodeMonitor,
  ): Omit<DeliveryOptions, 'backlog' | 'properties' | 'redirect'> {
    const { action, environment, idle } = this.options
    const { enableCache, resendIntervalMs } = action.pipeline.properties
    return {
      monitor,
      definition: action.definition,
      clock: environment.clock,
      context: this.createContext(monitor),
      resendMs: resendIntervalMs > 0 ? resendIntervalMs : enableCache ? cachedResendMs : 0,
      answered: (message, answer) => {
        this.tracer.answered(message, answer)
      },
      idle,
    }
  }

  private createContext(monitor: NodeMonitor): SinkContext {
    const { ruleId, action, environment, topics, signal } = this.options
    const { clock } = environment
    return {
      ...createComponentContext({ monitor, signal, clock, topics }),
      ruleId,
      operatorId: `${action.type}_${String(action.index)}`,
      instanceId: 0,
    }
  }

  private createBacklog(queue: StorePlace['queue']): Backlog {
    const { action, ruleId, store, keepsAll, hold } = this.options
    const { properties } = action.pipeline
    const dropped = (message: SinkMessage | undefined, reason: DropReason): void => {
      this.tracer.dropped(message, reason)
    }
    if (!properties.enableCache) {
      this.nameLeftovers()
      const bufferLength = Math.max(1, properties.bufferLength)
      return keepsAll || properties.disableBufferFullDiscard
        ? createHoldingBacklog({ bufferLength, dropped }, hold)
        : createMemoryBacklog({ bufferLength, dropped })
    }
    let lastReason = ''
    const backlog = new CachedBacklog({
      limits: properties,
      open: () => {
        const place = { ruleId, action: action.index, queue }
        return this.resend === undefined && queue === 'main'
          ? openWithLeftovers(store, place)
          : store.open(place)
      },
      dropped,
      stored: (message) => {
        this.tracer.stored(message)
      },
      kept: (count) => {
        this.monitor.log('info', `the cache keeps ${messages(count)} for the next run`)
      },
      failed: (reason) => {
        this.monitor.fail(reason)
        this.monitor.trouble = reason
        if (reason !== lastReason) this.monitor.log('error', reason)
        lastReason = reason
      },
      recovered: () => {
        this.monitor.trouble = undefined
      },
    })
    const { length } = backlog
    this.monitor.rowsIn += length
    if (length > 0) this.monitor.log('info', `sends ${messages(length)} of an earlier run first`)
    return backlog
  }

  /** Without the cache nobody sends what an earlier run kept. */
  private nameLeftovers(): void {
    const { action, ruleId, store } = this.options
    try {
      const count = countLeftovers(store, { ruleId, action: action.index })
      if (count === 0) return
      const hint = 'switch it on to send them, with cleanCacheAtStop to throw them away'
      this.monitor.log('warn', `its cache holds ${messages(count)} of an earlier run: ${hint}`)
    } catch (error) {
      this.monitor.log('warn', `the cache of an earlier run cannot be read: ${reasonOf(error)}`)
    }
  }

  /** Calls back for every step of every message until cancelled. */
  trace(receive: (step: TraceStep) => void): Cancel {
    return this.tracer.observe(receive)
  }

  // ---- results ------------------------------------------------------------------------------------

  get isIdle(): boolean {
    return this.delivery.isIdle && (this.resend?.isIdle ?? true)
  }

  start(): void {
    this.delivery.start()
    this.resend?.start()
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

  get sendValues(): SinkPipeline['sendValues'] {
    return this.pipeline.sendValues
  }

  sendError(message: string): void {
    this.pipeline.sendError(message)
  }

  sourceEnded(): void {
    this.pipeline.flush()
  }

  /** Ends at once: messages that wait are dropped, except those that a cache keeps. */
  async stop(): Promise<void> {
    this.pipeline.stop()
    await Promise.all([this.delivery.stop(), this.resend?.stop()])
    this.monitor.setState('stopped')
  }
}

function encodingOf({ accepts, properties }: PipelinePlan): MessageEncoding {
  const { format, compression, encryption } = properties
  if (accepts === 'rows') return { format: '', compression: '', encryption: '' }
  return { format, compression, encryption }
}

/** What is sent of an error is eKuiper's text alone. */
function reasonWithHint(error: Error): string {
  const hint = error instanceof TransformError ? error.hint : undefined
  return hint === undefined ? error.message : `${error.message}. ${hint}`
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${String(count)} messages`
}
