import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import {
  componentsOf,
  createComponentRegistry,
  createEngine,
  type EngineRun,
  type RunDefinition,
} from '#engine'
import { createTestSource } from '#engine/testkit'
import { builtinPlugins } from '#plugins'
import {
  type Answer,
  startHttpServer,
  type SeenRequest,
  type TestHttpServer,
} from './http-server.ts'
import { realClock } from './real-clock.ts'

/** What eKuiper 2 was seen to send over HTTP and write to files: the same rules must do the same here. */
interface Recording {
  readonly id: string
  readonly streams: readonly string[]
  /** `<http>` and `<work>` in a text stand for the server's port and a folder. */
  readonly rules: readonly {
    readonly id: string
    readonly sql: string
    readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
    readonly options?: Readonly<Record<string, unknown>>
  }[]
  readonly steps: readonly {
    readonly publish?: { readonly payload: unknown }
    readonly stopRule?: string
    readonly startRule?: string
  }[]
  readonly ruleError?: readonly unknown[]
  readonly sink?: { readonly out: number; readonly exceptions: number }
  readonly files?: Readonly<Record<string, { readonly text?: string; readonly gzipText?: string }>>
  readonly http?: readonly RecordedRequest[]
}

interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly bodyEncodingGzip?: boolean
}

/** Recordings that are not replayed, each with the reason. */
const left: Readonly<Record<string, string>> = {
  'rest/private-net-blocked-by-default': 'private networks are what a designer tries things in',
}

const recordings = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recordings', 'rest-file-rules.json'), 'utf8'),
) as readonly Recording[]

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('what eKuiper sends and writes', () => {
  for (const recording of recordings) {
    const reason = left[recording.id]
    if (reason !== undefined) test.skip(`${recording.id}: ${reason}`, () => undefined)
    else test(recording.id, () => replay(recording))
  }
})

async function replay(recording: Recording): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'sluice-sinks-'))
  cleanups.push(() => rmSync(work, { recursive: true, force: true }))
  mkdirSync(join(work, 'f'))
  const server = await startHttpServer(answerAsRecorded)
  cleanups.push(() => server.kill())
  const world = createWorld(definitionOf(recording, { port: server.port, work }))
  cleanups.push(() => world.stop())
  const isStarted = world.start()
  expect(isStarted).toBe(recording.ruleError === undefined)
  if (!isStarted) return
  await world.untilReady()
  for (const { publish, stopRule, startRule } of recording.steps) {
    if (publish !== undefined) world.publish(publish.payload)
    if (stopRule !== undefined) await world.stop()
    if (startRule !== undefined) {
      world.start()
      await world.untilReady()
    }
  }
  const { out, exceptions } = recording.sink ?? { out: 0, exceptions: 0 }
  await world.until(({ sent, failed }) => sent >= out && failed >= exceptions)
  expect(world.counts().failed).toBe(exceptions)
  await world.stop()
  expect(requestsOf(server)).toEqual((recording.http ?? []).map(plainRequest))
  expect(filesIn(join(work, 'f'))).toEqual(plainFiles(recording.files ?? {}))
}

// ---- the rule -------------------------------------------------------------------------------------

interface Counts {
  readonly sent: number
  readonly failed: number
}

interface World {
  /** False where the rule is refused. */
  start(): boolean
  stop(): Promise<void>
  untilReady(): Promise<void>
  publish(payload: unknown): void
  /** Of the action. */
  counts(): Counts
  until(holds: (counts: Counts) => boolean): Promise<void>
}

function createWorld(definition: RunDefinition): World {
  // The recorded streams read from MQTT; what comes from there is no matter of these sinks.
  const { source, contexts } = createTestSource('mqtt', 'bytes')
  const components = [...componentsOf(builtinPlugins()), source]
  const engine = createEngine({
    environment: { clock: realClock, random: Math.random, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry(components),
  })
  let run: EngineRun | undefined
  const action = () => run?.status().find(({ node }) => node.startsWith('action/'))
  const counts = (): Counts => ({ sent: action()?.rowsOut ?? 0, failed: action()?.errors ?? 0 })
  return {
    start: () => {
      const result = engine.start(definition)
      if (result.ok) run = result.run
      return result.ok
    },
    stop: async () => {
      await run?.stop()
      run = undefined
    },
    untilReady: () => until(() => action()?.state === 'running'),
    publish: (payload) => {
      const message = { payload: Buffer.from(JSON.stringify(payload)) }
      for (const context of contexts.values()) context.emitMessages([message])
    },
    counts,
    until: (holds) => until(() => holds(counts())),
  }
}

function definitionOf(
  { streams, rules }: Recording,
  { port, work }: { port: number; work: string },
): RunDefinition {
  const text = JSON.stringify(rules).replaceAll('<http>', String(port)).replaceAll('<work>', work)
  const parsed = JSON.parse(text) as Recording['rules']
  return {
    streams: streams.length > 0 ? streams : ['CREATE STREAM m () WITH (TYPE="mqtt")'],
    rules: parsed.map((rule) => ({ options: {}, ...rule })),
    sourceConfigurations: {},
  }
}

const patienceMs = 20_000

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + patienceMs
  while (!holds()) {
    if (Date.now() > end) throw new Error('what the recording has never came')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

// ---- what came out of it --------------------------------------------------------------------------

/** The recorder's server. */
const answerAsRecorded: Answer = ({ path }, response) => {
  const [, kind, value] = path.split('/')
  const json = (text: string): void => void response.end(text)
  switch (kind) {
    case 'status':
      response.writeHead(Number(value), value === '302' ? { location: '/redirected' } : {}).end()
      break
    case 'body':
      json(`{"code":${value}}`)
      break
    case 'bodynocode':
      json('{"ok":true}')
      break
    case 'bodylist':
      json('[{"code":200},{"code":500}]')
      break
    case 'token':
      json('{"access_token":"tok-1"}')
      break
    case 'slow':
      break
    default:
      json('text')
  }
}

/** What the connection says for itself differs between one client and another. */
const ofClient = ['host', 'user-agent', 'accept-encoding', 'connection']

function requestsOf({ requests, port }: TestHttpServer): readonly object[] {
  const own = (text: string): string => text.replaceAll(String(port), '<http>')
  return requests.map((request) => {
    const named = Object.entries(request.headers).map(([name, value]) => [name, own(value)])
    const headers = Object.fromEntries(named) as RecordedRequest['headers']
    return plainRequest({ ...request, headers, body: bodyOf(request) })
  })
}

function bodyOf({ headers, body }: SeenRequest): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
}

/** Headers by lower-case name; a form's parts in one order, its boundary and file name as recorded. */
function plainRequest({ method, path, headers, body }: RecordedRequest): object {
  const boundary = /boundary=(.*)$/.exec(headersOf(headers)['content-type'] ?? '')?.[1]
  const isVaried = boundary !== undefined || 'content-encoding' in headersOf(headers)
  const shown = Object.entries(headersOf(headers))
    .filter(([name]) => !ofClient.includes(name) && !(isVaried && name === 'content-length'))
    .map(([name, value]) => [name, boundary === undefined ? value : value.replace(boundary, '')])
  const parts = boundary === undefined ? body : partsOf(body, boundary)
  return { method, path, headers: Object.fromEntries(shown) as object, body: parts }
}

function headersOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function partsOf(body: string, boundary: string): readonly string[] {
  return body
    .split(`--${boundary}`)
    .map((part) => part.replace(/filename="[^"]*"/, 'filename="<millis>"'))
    .toSorted()
}

type Files = Readonly<Record<string, string>>

/** Texts by name; the times in names are not told apart. */
function filesIn(folder: string): Files {
  const entries = listFolder(folder).map((path) => {
    const name = relative(folder, path).replace(/\d{13}/, '<millis>')
    const bytes = readFileSync(path)
    return [name, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()] as const
  })
  return numbered(entries)
}

function listFolder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** As the recorder names files that differ only in their time: `o.txt`, `o.txt (2)`. */
function numbered(entries: readonly (readonly [string, string])[]): Files {
  const named: Record<string, string> = {}
  for (const [name, text] of entries) {
    const count = Object.keys(named).filter((known) => known.startsWith(name)).length
    named[count === 0 ? name : `${name} (${count + 1})`] = text
  }
  return named
}

function plainFiles(files: NonNullable<Recording['files']>): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, { text, gzipText }]) => [name, text ?? gzipText ?? '']),
  )
}
