import { mkdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { logLine } from '#engine/api'
import type {
  InstanceSetup,
  PluginKind,
  WireDelivery,
  WireEmission,
  WireError,
  WireOutcome,
} from '../protocol.ts'
import { createEmitter } from './emitter.ts'
import type { RunnerPort } from './port.ts'
import { createState } from './state.ts'
import type { TrackedState } from './state.ts'
import type {
  PluginContext,
  PluginData,
  PluginSink,
  PluginSource,
  PluginSourceContext,
} from './user-api.ts'

export interface InstanceOptions {
  readonly id: number
  readonly kind: PluginKind
  readonly object: object
  readonly setup: InstanceSetup
  readonly port: RunnerPort
  readonly toError: (error: unknown) => WireError
}

/** How often a long batch says that it goes on, so that the host does not take it for hung. */
const progressEveryMs = 500

/** One action's sink or one stream's source in this process. */
export class Instance {
  private readonly options: InstanceOptions
  private readonly abortion = new AbortController()
  private readonly state: TrackedState
  private readonly emitter: ReturnType<typeof createEmitter>
  private readonly context: PluginSourceContext
  private isPaused = false

  constructor(options: InstanceOptions) {
    this.options = options
    const { id, port } = options
    this.state = createState((changes) => {
      port.send({ type: 'state', instance: id, changes })
    })
    this.emitter = createEmitter((items) => port.send({ type: 'emit', instance: id, items }))
    this.context = this.createContext()
  }

  async configure(): Promise<void> {
    const { kind, object, setup } = this.options
    if (kind === 'source') {
      await (object as PluginSource).configure(setup.datasource ?? '', setup.properties)
    } else await (object as PluginSink).configure(setup.properties)
    this.state.flush()
  }

  async open(state: Readonly<Record<string, unknown>>): Promise<void> {
    this.state.restore(state)
    await (this.options.object as PluginSink).open(this.context)
    this.state.flush()
  }

  /** Rows one after the other; ends early after a ConnectionError or when it is paused. */
  async collect(deliveries: readonly WireDelivery[]): Promise<readonly WireOutcome[]> {
    const { id, port, object, toError } = this.options
    const sink = object as PluginSink
    const outcomes: WireOutcome[] = []
    let told = performance.now()
    this.isPaused = false
    for (const { data, ...item } of deliveries) {
      try {
        const writing = sink.collect(
          this.context,
          data as PluginData,
          item as WireDelivery & { metadata?: Row },
        )
        // Most sinks write at once; an await for each of their rows would cost more than the row.
        if (isPromise(writing)) await writing
        outcomes.push(null)
      } catch (error) {
        const failure = toError(error)
        outcomes.push(failure)
        if (failure.isConnectionError) break
      }
      if (this.isPaused) break
      const now = performance.now()
      if (now - told > progressEveryMs) {
        told = now
        port.send({ type: 'progress', instance: id, done: outcomes.length })
        // Lets `pause` and `abort` in, which a sink that never waits would hold back.
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    }
    this.state.flush()
    return outcomes
  }

  pause(): void {
    this.isPaused = true
  }

  abort(): void {
    this.abortion.abort()
  }

  taken(): void {
    this.emitter.taken()
  }

  async close(): Promise<void> {
    this.abort()
    try {
      await (this.options.object as PluginSink).close(this.context)
    } finally {
      this.emitter.flush()
      this.state.flush()
    }
  }

  private createContext(): PluginSourceContext {
    const { id, port, setup, toError } = this.options
    const log =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (message: unknown, ...details: readonly unknown[]) => {
        port.send({ type: 'log', instance: id, level, message: logLine(message, details) })
      }
    const context: PluginContext = {
      logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      ruleId: setup.ruleId,
      operatorId: setup.operatorId,
      instanceId: setup.instanceId,
      signal: this.abortion.signal,
      state: this.state,
      resolvePath: (path) => resolveIn(setup.dataFolder, path),
      reportStatus: (status) => port.send({ type: 'status', instance: id, status }),
    }
    return {
      ...context,
      streamName: setup.streamName ?? '',
      emit: (data, metadata) => this.emitter.emit(emissionsOf(data, metadata)),
      reportError: (error) =>
        port.send({ type: 'source-error', instance: id, error: toError(error) }),
      end: () => {
        this.emitter.flush()
        port.send({ type: 'source-end', instance: id })
      },
    }
  }
}

/** The folder is made when a plugin first asks for a place in it. */
function resolveIn(folder: string, path: string): string {
  if (isAbsolute(path)) return path
  mkdirSync(folder, { recursive: true })
  return join(folder, path)
}

type Row = Readonly<Record<string, unknown>>

function emissionsOf(data: unknown, metadata: Row | undefined): readonly WireEmission[] {
  const items: readonly unknown[] = Array.isArray(data) ? data : [data]
  return items.map((item) => (metadata === undefined ? { data: item } : { data: item, metadata }))
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
