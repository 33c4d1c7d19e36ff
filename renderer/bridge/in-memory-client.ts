import type { Project, SluiceClient, SluiceContract } from '#ipc/contract'
import type { EventName, EventPayload, Parameters, RequestName, Result } from '#ipc/define'
import type { SchemaReport } from '#ipc/formats'
import type { SecretState } from '#ipc/secrets'
import { sampleComponents, sampleCommonSchema, sampleDocument } from './in-memory-sample.ts'
import { createInMemoryRun, type InMemoryRun } from './in-memory-run.ts'

type Listener = (payload: never) => void

type RequestHandlers = {
  readonly [N in RequestName<SluiceContract>]: (
    parameters: Parameters<SluiceContract, N>,
  ) => Promise<Result<SluiceContract, N>>
}

/**
 * The whole contract without main and engine, for tests and for looking at the window in a browser.
 * Files live in a map, and a run passes the rows of its streams on unchanged: it evaluates no SQL.
 */
export function createInMemoryClient(): SluiceClient {
  const listeners = new Map<string, Set<Listener>>()
  const files = new Map<string, string>()
  const secrets = new Map<string, string>()
  let run: InMemoryRun | undefined
  let runId = 0

  const emit = <N extends EventName<SluiceContract>>(
    name: N,
    payload: EventPayload<SluiceContract, N>,
  ) => listeners.get(name)?.forEach((listener) => listener(payload as never))

  const sample = { name: 'Sample', document: sampleDocument, isRecovered: false }
  const untitled = {
    name: 'Untitled',
    document: { nodes: [], sourceConfigurations: {} },
    isRecovered: false,
  }

  const handlers: RequestHandlers = {
    'app.start': async () => ({
      version: '0.1.0',
      components: [...sampleComponents],
      commonSinkSchema: sampleCommonSchema,
      project: sample,
      recent: [],
      broker: { url: 'tcp://127.0.0.1:1883' },
      theme: 'system',
      isSnapshot: false,
    }),
    'settings.setTheme': async () => ({}),
    'project.new': async () => untitled,
    'project.openSample': async () => sample,
    'project.open': async ({ folder }) => {
      const text = files.get(folder ?? '/memory/Untitled')
      if (text === undefined) return null
      return {
        name: 'Untitled',
        folder: folder ?? '/memory/Untitled',
        document: JSON.parse(text) as Project['document'],
        isRecovered: false,
      }
    },
    'project.save': async ({ folder, document }) => {
      const place = folder ?? '/memory/Untitled'
      files.set(place, JSON.stringify(document))
      return { name: place.split('/').at(-1) ?? place, folder: place }
    },
    'project.autosave': async ({ document }) => {
      files.set('/memory/autosave', JSON.stringify(document))
      return {}
    },
    'project.listRecent': async () => [],
    'file.export': async ({ suggestedName, text }) => {
      files.set(`/memory/${suggestedName}`, text)
      return { path: `/memory/${suggestedName}` }
    },
    'file.import': async ({ kind }) => {
      const suffix = kind === 'schema' ? '.proto' : '.json'
      const [name, text] = [...files].findLast(([path]) => path.endsWith(suffix)) ?? []
      if (name === undefined || text === undefined) return null
      return { name: name.split('/').at(-1) ?? name, text }
    },
    'clipboard.write': async ({ text }) => {
      files.set('/memory/clipboard', text)
      return {}
    },
    'run.start': async ({ definition }) => {
      run?.stop()
      runId += 1
      run = createInMemoryRun(definition, (nodes) =>
        emit('run.status', { runId, at: Date.now(), nodes: [...nodes] }),
      )
      connect()
      return { ok: true, runId, warnings: [] }
    },
    'run.check': async () => ({ problems: [] }),
    'run.stop': async () => {
      run?.stop()
      run = undefined
      emit('run.ended', { runId, reason: 'stopped' })
      return {}
    },
    'rows.open': async () => {
      connect()
      return {}
    },
    'plugins.list': async () => ({
      folders: ['/memory/plugins'],
      plugins: [],
      functions: [],
      problems: [],
    }),
    'plugins.trust': async () => ({}),
    'plugins.reload': async () => ({}),
    'plugins.openFolder': async () => ({}),
    'plugins.addFolder': async () => ({ isAdded: false }),
    'plugins.removeFolder': async () => ({}),
    'plugins.package': async () => null,
    'plugins.create': async ({ name }) => ({ folder: `/memory/plugins/${name}` }),
    'secret.list': async () => secretState(),
    'secret.store': async ({ id, value }) => {
      secrets.set(id, value)
      return secretState()
    },
    'secret.remove': async ({ id }) => {
      secrets.delete(id)
      return secretState()
    },
    'secret.allowWeak': async ({ isAllowed }) => {
      keeping = isAllowed ? 'weak' : 'session'
      return secretState()
    },
    'schemas.inspect': async ({ schemas }) => ({
      reports: Object.entries(schemas).map(([file, text]) => inMemoryReport(file, text)),
    }),
    'action.preview': async () => ({
      preview: {
        ...{ ok: true as const, errors: [] },
        messages: [{ text: '0a 01', size: 2, properties: {} }],
      },
    }),
    'window.snapshot': async () => ({}),
  }

  let keeping: SecretState['keeping'] = 'session'
  function secretState(): SecretState {
    const ids = [...secrets.keys()]
    const sessionIds = keeping === 'session' ? ids : []
    return { keeping, isChoice: true, ids, sessionIds, unreadableIds: [] }
  }

  let isPortWanted = false
  function connect(): void {
    isPortWanted = true
    if (run === undefined || !isPortWanted) return
    const channel = new MessageChannel()
    run.attach(channel.port1)
    window.postMessage({ type: 'sluice.row-port' }, '*', [channel.port2])
  }

  return {
    request: (name, parameters) => handlers[name](parameters),
    on(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known)
      known.add(listener)
      return () => known.delete(listener)
    },
  }
}

/** The messages are those the text seems to have; a text without a brace is wrong. */
function inMemoryReport(file: string, text: string): SchemaReport {
  const messages = [...text.matchAll(/message (\w+)/g)].map(([, name]) => name ?? '')
  const name = file.replace(/\.proto$/, '')
  const problem = { file: name, message: 'the schema ends too early', line: 1, column: 1 }
  const problems = text.includes('}') ? [] : [problem]
  return { file, format: 'protobuf', messages: problems.length > 0 ? [] : messages, problems }
}
