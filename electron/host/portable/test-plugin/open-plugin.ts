import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {
  ConnectionStatus,
  RowMessage,
  Sink,
  SinkContext,
  SinkDefinition,
  SourceContext,
  SourceDefinition,
} from '#engine/api'
import { loadPortablePlugin } from '../load.ts'
import type { LoadedPortablePlugin } from '../load.ts'
import type { PortableOptions } from '../options.ts'

export const testPluginFolder = dirname(fileURLToPath(import.meta.url))

export interface OpenPlugin extends AsyncDisposable {
  readonly loaded: LoadedPortablePlugin
  readonly socketFolder: string
  sink(name: string): SinkDefinition
  source(name: string): SourceDefinition
}

/** The test plugin, or another one, with its sockets in a folder of its own. */
export async function openPlugin(
  options: PortableOptions = {},
  path = testPluginFolder,
): Promise<OpenPlugin> {
  const socketFolder = options.socketFolder ?? (await mkdtemp(join(tmpdir(), 'acme-')))
  const environment = { ACME_SOCKETS: socketFolder, ...options.environment }
  const loaded = await loadPortablePlugin(path, { ...options, socketFolder, environment })
  const find = (kind: string, name: string) => {
    const found = loaded.plugin.components.find((each) => each.kind === kind && each.type === name)
    if (!found) throw new Error(`no ${kind} ${name}`)
    return found
  }
  return {
    loaded,
    socketFolder,
    sink: (name) => find('sink', name) as SinkDefinition,
    source: (name) => find('source', name) as SourceDefinition,
    [Symbol.asyncDispose]: async () => {
      await loaded.close()
      if (socketFolder !== '/tmp') await rm(socketFolder, { recursive: true, force: true })
    },
  }
}

export function createSink({ sink }: SinkDefinition, properties: Record<string, unknown>): Sink {
  if (typeof sink !== 'function') return sink
  const created = (sink as () => Sink)()
  created.configure(properties)
  return created
}

/** What a component told its context. */
export interface Heard {
  readonly statuses: ConnectionStatus[]
  readonly log: string[]
  readonly rows: RowMessage[]
  readonly errors: string[]
}

export function createHeard(): Heard {
  return { statuses: [], log: [], rows: [], errors: [] }
}

const noTopics = { publish: () => undefined, subscribe: () => () => undefined }
const noClock = { now: () => 0, schedule: () => () => undefined }

function componentContext(heard: Heard, signal: AbortSignal) {
  const write = (line: string): void => {
    heard.log.push(line)
  }
  return {
    logger: { debug: write, info: write, warn: write, error: write },
    signal,
    clock: noClock,
    topics: noTopics,
    reportStatus: (status: ConnectionStatus) => {
      heard.statuses.push(status)
    },
  }
}

export function sinkContext(heard: Heard, changes: Partial<SinkContext> = {}): SinkContext {
  return {
    ...componentContext(heard, changes.signal ?? new AbortController().signal),
    ruleId: 'r1',
    operatorId: 'collector_0',
    instanceId: 0,
    ...changes,
  }
}

export function sourceContext(heard: Heard, streamName = 'tick'): SourceContext {
  return {
    ...componentContext(heard, new AbortController().signal),
    streamName,
    stream: {
      delimiter: '',
      format: 'json',
      key: '',
      retainSize: 0,
      schemaId: '',
      strictValidation: false,
      timestamp: '',
      timestampFormat: '',
    },
    ruleId: 'r1',
    emitMessages: () => {
      throw new Error('a portable source has rows')
    },
    emitRows: (rows) => {
      heard.rows.push(...rows)
    },
    reportError: (error) => {
      heard.errors.push(error instanceof Error ? error.message : String(error))
    },
    end: () => undefined,
  }
}
