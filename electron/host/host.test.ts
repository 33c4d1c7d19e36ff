import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { documentToRunDefinition, sampleDocument } from '#engine/ruleset'
import type { HostCommand, HostMessage } from '#ipc/host-contract'
import { hostMessage } from '#ipc/host-contract'
import type { RowPortMessage } from '#ipc/row-port'
import { startHost } from './host.ts'
import type { Host } from './host.ts'

/** What was sent so far, and a way to wait for what is not there yet. */
interface Mailbox<Message> {
  readonly all: Message[]
  put(message: Message): void
  /** The first message from now on, or among those not yet taken, that fits. */
  next<Wanted extends Message>(fits: (message: Message) => message is Wanted): Promise<Wanted>
}

function createMailbox<Message>(): Mailbox<Message> {
  const all: Message[] = []
  let waiting: (() => void)[] = []
  let taken = 0
  return {
    all,
    put(message) {
      all.push(message)
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    async next(fits) {
      for (;;) {
        while (taken < all.length) {
          const message = all[taken]
          taken += 1
          if (message !== undefined && fits(message)) return message
        }
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}

type Kind<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>
const isA =
  <Type extends HostMessage['type']>(type: Type) =>
  (message: HostMessage): message is Kind<Type> =>
    message.type === type

let box: Mailbox<HostMessage>
let host: Host

beforeEach(async () => {
  box = createMailbox()
  // What crosses to main is checked there; here it is checked the same way.
  host = await startHost((message) => box.put(hostMessage.parse(structuredClone(message))))
})
afterEach(() => host.handle({ type: 'close' }))

const { definition: sample } = documentToRunDefinition(sampleDocument)
type Definition = Extract<HostCommand, { type: 'start' }>['definition']
const definition = structuredClone(sample) as Definition

test('the host says what it has before anything else', async () => {
  const ready = await box.next(isA('ready'))
  expect(box.all[0]).toBe(ready)
  expect(ready.brokerUrl).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
  const types = ready.components.map(({ kind, type }) => `${kind} ${type}`)
  expect(types).toContain('source mqtt')
  expect(types).toContain('sink log')
  expect(ready.commonSinkSchema['properties']).toMatchObject({
    sendSingle: { type: 'boolean' },
    encryption: { unusable: expect.stringMatching(/^AES Key is not defined/) as string },
  })
  for (const { schema } of ready.components) expect(schema['type']).toBe('object')
})

test('the sample runs on the embedded broker, its rows are served, and it stops', async () => {
  await host.handle({ type: 'start', request: 1, definition })
  const { result } = await box.next(isA('started'))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const { runId } = result

  const rows = createMailbox<RowPortMessage>()
  host.rows.connect({ send: (message) => rows.put(message), close: () => undefined })
  host.rows.receive({ type: 'select', node: 'rule/too_hot' })
  await rows.next(
    (message): message is RowPortMessage =>
      message.type === 'available' && message.node === 'action/too_hot/0' && message.newest > 0,
  )
  host.rows.receive({ type: 'fetch', request: 7, node: 'rule/too_hot', after: 0, limit: 1000 })
  const page = await rows.next(
    (message): message is Extract<RowPortMessage, { type: 'page' }> => message.type === 'page',
  )
  expect(page.request).toBe(7)
  const out = page.rows.find(({ kind }) => kind === 'out')
  const row = JSON.parse(out?.json ?? '{}') as { temperature?: number; limit_c?: number }
  expect(row.limit_c).toBe(42)
  expect(row.temperature).toBeGreaterThan(42)

  const status = await box.next(
    (message): message is Kind<'status'> =>
      message.type === 'status' && message.nodes.every(({ state }) => state === 'running'),
  )
  expect(status.runId).toBe(runId)
  expect(status.nodes.map(({ node }) => node)).toContain('action/device_average/0')

  await host.handle({ type: 'stop', request: 2 })
  expect((await box.next(isA('stopped'))).request).toBe(2)
  const last = box.all.filter(isA('status')).at(-1)
  expect(new Set(last?.nodes.map(({ state }) => state))).toEqual(new Set(['stopped']))
})

test('a run that replaces another one ends it first, whatever comes how fast', async () => {
  const all = [1, 2, 3].map((request) => host.handle({ type: 'start', request, definition }))
  await Promise.all([...all, host.handle({ type: 'stop', request: 4 })])
  const answers = box.all.flatMap((message) =>
    message.type === 'started' || message.type === 'stopped' ? [message.request] : [],
  )
  expect(answers).toEqual([1, 2, 3, 4])
  const lastOf = new Map(box.all.filter(isA('status')).map(({ runId, nodes }) => [runId, nodes]))
  expect([...lastOf.keys()]).toEqual([1, 2, 3])
  for (const nodes of lastOf.values()) {
    expect(new Set(nodes.map(({ state }) => state))).toEqual(new Set(['stopped']))
  }
})

test('broken SQL starts nothing and says where it is broken', async () => {
  const rules = definition.rules.map((rule) =>
    rule.id === 'too_hot' ? { ...rule, sql: 'SELECT * FORM telemetry' } : rule,
  )
  await host.handle({ type: 'start', request: 1, definition: { ...definition, rules } })
  const { result } = await box.next(isA('started'))
  if (result.ok) throw new Error('it started')
  expect(result.problems[0]?.place).toBe('rule/too_hot/sql')
  expect(result.problems[0]?.diagnostic.span.start).toBeGreaterThan(0)
})

test('a run whose sources end is reported as ended, with its last figures before', async () => {
  const rows = { data: [{ n: 1 }, { n: 2 }], interval: 1, loop: false }
  await host.handle({
    type: 'start',
    request: 1,
    definition: {
      streams: ['CREATE STREAM two () WITH (TYPE="simulator", CONF_KEY="two", FORMAT="json")'],
      rules: [{ id: 'all', sql: 'SELECT * FROM two', actions: [{ log: {} }], options: {} }],
      sourceConfigurations: { simulator: { two: rows } },
    },
  })
  const { runId } = await box.next(isA('ended'))
  const last = box.all.filter(isA('status')).at(-1)
  expect(last?.runId).toBe(runId)
  const action = last?.nodes.find(({ node }) => node === 'action/all/0')
  expect([action?.rowsIn, action?.rowsOut]).toEqual([2, 2])
})

test('no secret of a run is in what the host says, nor in rows and errors', async () => {
  const secret = 'c0rrect-horse-battery'
  const server = { server: 'tcp://127.0.0.1:1', username: 'plant', password: secret }
  const rows = { data: [{ echoed: `{"password":"${secret}"}` }], interval: 1, loop: false }
  await host.handle({
    type: 'start',
    request: 1,
    secrets: [secret, '127.0.0.1:1'],
    definition: {
      streams: [
        'CREATE STREAM two () WITH (TYPE="simulator", CONF_KEY="two", FORMAT="json")',
        'CREATE STREAM away () WITH (TYPE="mqtt", DATASOURCE="a", CONF_KEY="away")',
      ],
      rules: [
        { id: 'all', sql: 'SELECT * FROM two', actions: [{ log: {} }], options: {} },
        { id: 'far', sql: 'SELECT * FROM away', actions: [{ nop: {} }], options: {} },
      ],
      sourceConfigurations: { simulator: { two: rows }, mqtt: { away: server } },
    },
  })
  const refused = await box.next(
    (message): message is Kind<'status'> =>
      message.type === 'status' &&
      message.nodes.some(({ message: reason = '' }) => reason.includes('listens on ***')),
  )
  expect(JSON.stringify(refused)).not.toContain(secret)
  const isLogged = (message: HostMessage): message is Kind<'log'> =>
    message.type === 'log' && message.line.message.includes('echoed')
  const { line } = box.all.find(isLogged) ?? (await box.next(isLogged))
  expect(line.message).toContain('***')
  const pages: RowPortMessage[] = []
  host.rows.connect({ send: (message) => pages.push(message), close: () => undefined })
  host.rows.receive({ type: 'fetch', request: 1, node: 'rule/all', after: 0, limit: 10 })
  expect(JSON.stringify(pages)).toContain('***')
  expect(JSON.stringify([pages, box.all])).not.toContain(secret)

  await host.handle({
    type: 'start',
    request: 2,
    secrets: [secret],
    definition: {
      streams: ['CREATE STREAM away () WITH (TYPE="mqtt", DATASOURCE="a", CONF_KEY="away")'],
      rules: [{ id: 'far', sql: 'SELECT * FROM away', actions: [{ nop: {} }], options: {} }],
      sourceConfigurations: { mqtt: { away: { server: `no-server ${secret}` } } },
    },
  })
  const { result } = await box.next(
    (message): message is Kind<'started'> => message.type === 'started' && message.request === 2,
  )
  expect(result.ok).toBe(false)
  expect(JSON.stringify(result)).not.toContain(secret)
})

test('what the sinks of one project could not send is sent by no other project', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-host-'))
  const other = createMailbox<HostMessage>()
  const keeping = await startHost((message) => other.put(message), folder)
  const rows = { data: [{ n: 1 }], interval: 1, loop: true }
  const away = { server: 'tcp://127.0.0.1:1', topic: 'a', enableCache: true }
  const start = async (request: number, project: string, action: object): Promise<void> => {
    await keeping.handle({
      type: 'start',
      request,
      project,
      definition: {
        streams: ['CREATE STREAM two () WITH (TYPE="simulator", CONF_KEY="two", FORMAT="json")'],
        rules: [{ id: 'r', sql: 'SELECT * FROM two', actions: [{ ...action }], options: {} }],
        sourceConfigurations: { simulator: { two: rows } },
      },
    })
  }
  const earlier = (): readonly string[] =>
    other.all
      .filter(isA('log'))
      .map(({ line }) => line.message)
      .filter((message) => message.includes('of an earlier run'))
  try {
    await start(1, '/plant', { mqtt: away })
    await other.next(
      (message): message is Kind<'status'> =>
        message.type === 'status' &&
        message.nodes.some(({ node, rowsIn }) => node === 'action/r/0' && rowsIn > 0),
    )
    await start(2, '/other', { log: { enableCache: true } })
    expect(earlier()).toEqual([])
    await start(3, '/plant', { log: { enableCache: true } })
    expect(earlier()).toEqual([
      expect.stringMatching(/^sends \d+ messages? of an earlier run first$/),
    ])
  } finally {
    await keeping.handle({ type: 'close' })
    await rm(folder, { recursive: true, force: true })
  }
})

test('a check says what a start would refuse, starts nothing and shows no secret', async () => {
  const properties = {
    url: 'http://127.0.0.1:9',
    method: 'post',
    bodyType: 'json',
    format: 'delimited',
  }
  const [rule] = definition.rules
  if (rule === undefined) throw new Error('the sample has no rule')
  const checked: Definition = {
    ...definition,
    rules: [{ ...rule, actions: [{ rest: properties }] }],
  }
  await host.handle({ type: 'check', request: 1, definition: checked, secrets: ['delimited'] })
  const { problems } = await box.next(isA('checked'))
  const places = problems.map(({ place }) => place)
  expect(places).toEqual([`action/${rule.id}/0/format`])
  expect(problems[0]?.diagnostic.message).toContain('if bodyType is json')
  expect(JSON.stringify(problems)).not.toContain('delimited')
  expect(box.all.some(({ type }) => type === 'started' || type === 'status')).toBe(false)
  await host.handle({ type: 'start', request: 2, definition: checked })
  const { result } = await box.next(isA('started'))
  const refused = result.ok ? [] : result.problems
  expect(refused.map(({ place }) => place)).toEqual(places)
})
