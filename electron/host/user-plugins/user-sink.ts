import { setMaxListeners } from 'node:events'
import type {
  RecordValue,
  Sink,
  SinkContext,
  SinkData,
  SinkDefinition,
  SinkDelivery,
  SinkItem,
  SinkOutcome,
} from '#engine/api'
import type { ComponentTexts } from './describe-plugin.ts'
import type { PluginInstance } from './plugin-instance.ts'
import { explain, PluginError, PluginStopped } from './plugin-errors.ts'
import type { RunnerNews } from './plugin-process.ts'
import type { PluginUnit } from './plugin-unit.ts'
import type { WireDelivery, WireOutcome } from './protocol.ts'
import { toPlain, toPlainRow } from './values.ts'

export function defineUserSink(
  unit: PluginUnit,
  texts: ComponentTexts,
  limitMs: number,
): SinkDefinition {
  return {
    kind: 'sink',
    ...texts,
    accepts: unit.description.takesBytes ? 'bytes' : 'rows',
    sink: () => new UserSink(unit, limitMs),
  }
}

/** A sink in a plugin's own process, as the engine knows it. */
class UserSink implements Sink {
  private readonly unit: PluginUnit
  private readonly limitMs: number
  private properties: Readonly<Record<string, unknown>> = {}
  private instance: PluginInstance | undefined
  private done = 0

  constructor(unit: PluginUnit, limitMs: number) {
    this.unit = unit
    this.limitMs = limitMs
  }

  /** The plugin's own `configure` waits for `open`: its process may still have to be started. */
  configure(properties: Readonly<Record<string, unknown>>): void {
    this.properties = properties
  }

  async open(context: SinkContext): Promise<void> {
    const { ruleId, operatorId, instanceId, signal } = context
    const { properties } = this
    try {
      const request = { properties, ruleId, operatorId, instanceId }
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

  async collect(context: SinkContext, data: SinkData, item: SinkItem): Promise<void> {
    const [outcome] = await this.collectMany(context, [{ data, item }])
    if (outcome?.isWritten === false) throw outcome.error
  }

  async collectMany(
    _context: SinkContext,
    deliveries: readonly SinkDelivery[],
  ): Promise<readonly SinkOutcome[]> {
    const { instance } = this
    const outcomes: SinkOutcome[] = []
    let isAway = false
    while (outcomes.length < deliveries.length && !isAway) {
      this.done = 0
      const rest = deliveries.slice(outcomes.length).map(toWire)
      try {
        for (const outcome of await this.write(instance, rest)) {
          outcomes.push(readOutcome(outcome))
          isAway = outcome?.isConnectionError === true
        }
      } catch (error) {
        // Rows that are known to be done are; of the others nobody knows.
        for (let index = 0; index < this.done; index += 1) outcomes.push({ isWritten: true })
        while (outcomes.length < deliveries.length) outcomes.push({ isWritten: false, error })
      }
    }
    return outcomes
  }

  async close(): Promise<void> {
    const { instance } = this
    this.instance = undefined
    if (instance === undefined) return
    try {
      await this.unit.release(instance)
    } catch (error) {
      throw explain(error)
    }
  }

  private async write(
    instance: PluginInstance | undefined,
    deliveries: readonly WireDelivery[],
  ): Promise<readonly WireOutcome[]> {
    if (instance === undefined) throw new PluginStopped('it was closed')
    return instance.use(async (process) => {
      const request = { type: 'collect', instance: instance.id, deliveries } as const
      return (await process.request(request, this.limitMs)) as readonly WireOutcome[]
    })
  }

  private receive(news: RunnerNews, context: SinkContext): void {
    switch (news.type) {
      case 'log':
        context.logger[news.level](news.message)
        return
      case 'status':
        context.reportStatus(news.status)
        return
      case 'progress':
        this.done = news.done
        return
      default:
    }
  }
}

function toWire({ data, item }: SinkDelivery): WireDelivery {
  const { properties, metadata } = item
  return {
    data: toPlainData(data),
    properties,
    ...(metadata === undefined ? {} : { metadata: toPlainRow(metadata) }),
  }
}

function toPlainData(data: SinkData): unknown {
  if (data instanceof Uint8Array) return data
  return Array.isArray(data) ? (data as readonly RecordValue[]).map(toPlainRow) : toPlain(data)
}

function readOutcome(outcome: WireOutcome): SinkOutcome {
  if (outcome === null) return { isWritten: true }
  return { isWritten: false, error: explain(new PluginError(outcome)) }
}
