import { setMaxListeners } from 'node:events'
import type {
  RawMessage,
  RecordValue,
  RowMessage,
  Source,
  SourceContext,
  SourceDefinition,
} from '#engine/api'
import type { ComponentTexts } from './describe-plugin.ts'
import type { PluginInstance } from './plugin-instance.ts'
import { explain, PluginError } from './plugin-errors.ts'
import type { RunnerNews } from './plugin-process.ts'
import type { PluginUnit } from './plugin-unit.ts'
import type { WireEmission } from './protocol.ts'
import { fromPlainRow } from './values.ts'

export function defineUserSource(unit: PluginUnit, texts: ComponentTexts): SourceDefinition {
  return {
    kind: 'source',
    ...texts,
    emits: unit.description.takesBytes ? 'bytes' : 'rows',
    datasource: {
      title: 'Data source',
      description: 'Reaches the plugin as the first argument of configure.',
      isRequired: false,
      example: '',
    },
    create: () => new UserSource(unit),
  }
}

/** A source in a plugin's own process, as the engine knows it. */
class UserSource implements Source {
  private readonly unit: PluginUnit
  private datasource = ''
  private properties: Readonly<Record<string, unknown>> = {}
  private instance: PluginInstance | undefined
  private isPaused = false
  /** What came while it was held: the few batches that the plugin sends ahead. */
  private held: RunnerNews[] = []

  constructor(unit: PluginUnit) {
    this.unit = unit
  }

  configure(datasource: string, properties: Readonly<Record<string, unknown>>): void {
    this.datasource = datasource
    this.properties = properties
  }

  async open(context: SourceContext): Promise<void> {
    const { streamName, signal } = context
    const { datasource, properties } = this
    const request = {
      properties,
      datasource,
      streamName,
      ruleId: '$stream',
      operatorId: streamName,
      instanceId: 0,
    }
    try {
      this.instance = await this.unit.open(request, {
        onNews: (news) => this.receive(news, context),
        onStopped: (reason) => {
          context.reportStatus({ state: 'failed', message: `the plugin was stopped: ${reason}` })
        },
        onMoved: () => context.reportStatus({ state: 'connected' }),
      })
    } catch (error) {
      throw explain(error)
    }
    // Each try to open listens; Node warns from the eleventh listener on.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', () => this.instance?.abort(), { once: true })
  }

  /** The plugin's `emit` waits, once it has sent a few batches ahead. */
  pause(): void {
    this.isPaused = true
  }

  resume(context: SourceContext): void {
    this.isPaused = false
    const { held } = this
    this.held = []
    for (const news of held) this.receive(news, context)
  }

  async close(): Promise<void> {
    const { instance } = this
    this.held = []
    this.instance = undefined
    if (instance === undefined) return
    try {
      await this.unit.release(instance)
    } catch (error) {
      throw explain(error)
    }
  }

  private receive(news: RunnerNews, context: SourceContext): void {
    switch (news.type) {
      case 'log':
        context.logger[news.level](news.message)
        return
      case 'status':
        context.reportStatus(news.status)
        return
      default:
        this.receiveInOrder(news, context)
    }
  }

  private receiveInOrder(news: RunnerNews, context: SourceContext): void {
    if (this.isPaused) {
      this.held.push(news)
      return
    }
    switch (news.type) {
      case 'emit':
        this.take(news.items, context)
        news.taken()
        return
      case 'source-error':
        context.reportError(explain(new PluginError(news.error)))
        return
      case 'source-end':
        context.end()
        return
      default:
    }
  }

  private take(items: readonly WireEmission[], context: SourceContext): void {
    if (this.unit.description.takesBytes) {
      context.emitMessages(items.flatMap((item) => toMessage(item, context)))
    } else context.emitRows(items.flatMap((item) => toRow(item, context)))
  }
}

function toMessage(
  { data, metadata }: WireEmission,
  context: SourceContext,
): readonly RawMessage[] {
  const payload = typeof data === 'string' ? new TextEncoder().encode(data) : data
  if (!(payload instanceof Uint8Array)) {
    context.reportError(new Error(`emit was given a ${typeof data}; this source emits bytes`))
    return []
  }
  return [{ payload, ...readMetadata(metadata) }]
}

function toRow({ data, metadata }: WireEmission, context: SourceContext): readonly RowMessage[] {
  try {
    return [{ row: fromPlainRow(data), ...readMetadata(metadata) }]
  } catch (error) {
    context.reportError(error)
    return []
  }
}

function readMetadata(metadata: unknown): { readonly metadata?: RecordValue } {
  return metadata === undefined ? {} : { metadata: fromPlainRow(metadata) }
}
