import { expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine } from '#engine'
import type { EngineRun } from '#engine'
import { definePlugin } from '#engine/api'
import type { RecordValue } from '#engine/api'
import { createTestSource, createVirtualClock } from '#engine/testkit'
import type { VirtualClock } from '#engine/testkit'
import type { NumberedRow, RowPage, RowPortMessage } from '#ipc/row-port'
import { builtinPlugins } from '#plugins'
import { createRowServer } from './row-server.ts'
import type { RowServer } from './row-server.ts'

const start = 1_700_000_000_000

interface Bench {
  readonly clock: VirtualClock
  readonly run: EngineRun
  readonly server: RowServer
  readonly sent: RowPortMessage[]
  readonly emit: (...rows: readonly RecordValue[]) => void
  readonly bytes: (text: string, metadata?: RecordValue) => void
  readonly page: (node: string, after: number, limit?: number) => RowPage
  readonly step: () => Promise<void>
}

/** A real engine runs one rule on a stream that the test feeds. */
async function setUp(sql = 'SELECT * FROM demo'): Promise<Bench> {
  const clock = createVirtualClock(start)
  const rowFeed = createTestSource('rowfeed', 'rows')
  const byteFeed = createTestSource('bytefeed', 'bytes')
  const feeds = definePlugin({
    id: 'feeds',
    title: 'Feeds',
    components: [rowFeed.source, byteFeed.source],
  })
  const engine = createEngine({
    environment: { clock, random: () => 0.5, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry(componentsOf([...builtinPlugins(), feeds])),
  })
  const result = engine.start({
    streams: [
      'CREATE STREAM demo () WITH (TYPE="rowfeed", FORMAT="json")',
      'CREATE STREAM raw () WITH (TYPE="bytefeed", FORMAT="json")',
    ],
    rules: [
      { id: 'one', sql, actions: [{ memory: { topic: 'out' } }], options: {} },
      { id: 'two', sql: 'SELECT * FROM raw', actions: [{ memory: { topic: 'raw' } }], options: {} },
    ],
    sourceConfigurations: {},
  })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const sent: RowPortMessage[] = []
  const server = createRowServer(clock)
  server.follow(result.run)
  const connection = { send: (message: RowPortMessage) => void sent.push(message), close: () => {} }
  server.connect(connection)
  let time = start
  const step = async (): Promise<void> => {
    // Sources open and sinks write in promises; a few turns settle them all.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    time += 100
    clock.advanceTo(time)
  }
  let request = 0
  await step()
  sent.length = 0
  return {
    clock,
    run: result.run,
    server,
    sent,
    emit: (...rows) => rowFeed.contexts.get('demo')?.emitRows(rows.map((row) => ({ row }))),
    bytes: (text, metadata) =>
      byteFeed.contexts.get('raw')?.emitMessages([
        {
          payload: new TextEncoder().encode(text),
          ...(metadata === undefined ? {} : { metadata }),
        },
      ]),
    step,
    page(node, after, limit = 1000) {
      request += 1
      server.receive({ type: 'fetch', request, node, after, limit })
      const answer = sent.at(-1)
      if (answer?.type !== 'page' || answer.request !== request) throw new Error('no page came')
      return answer
    },
  }
}

const texts = (rows: readonly NumberedRow[], kind: NumberedRow['kind']): readonly unknown[] =>
  rows.filter((row) => row.kind === kind).map(({ json }) => JSON.parse(json ?? 'null') as unknown)

test('rows of a node come in pages, oldest first, in the sink encoder\u2019s JSON', async () => {
  const { emit, page } = await setUp()
  emit({ n: 1, text: 'a' }, { n: 2, text: 'b' }, { n: 3, text: 'c' })
  const first = page('stream/demo', 0, 2)
  const numbers = first.rows.map(({ number }) => number)
  expect(numbers).toEqual([1, 2])
  expect(first.newest).toBeGreaterThanOrEqual(3)
  const rest = page('stream/demo', 2)
  expect(rest.rows[0]?.number).toBe(3)
  expect(texts([...first.rows, ...rest.rows], 'out')).toEqual([
    { n: 1, text: 'a' },
    { n: 2, text: 'b' },
    { n: 3, text: 'c' },
  ])
})

test('new rows are announced once per node and at most ten times a second', async () => {
  const { emit, step, sent } = await setUp()
  for (let n = 0; n < 200; n += 1) emit({ n })
  expect(sent).toEqual([])
  await step()
  const notices = sent.filter(({ type, node }) => type === 'available' && node === 'stream/demo')
  expect(notices).toEqual([
    { type: 'available', node: 'stream/demo', newest: expect.any(Number) as number },
  ])
  sent.length = 0
  await step()
  expect(sent.filter(({ node }) => node === 'stream/demo')).toEqual([])
})

test('the ring of the selected node is large, that of others small', async () => {
  const { emit, page, server } = await setUp()
  for (let n = 0; n < 600; n += 1) emit({ n })
  expect(page('stream/demo', 0).lost).toBeGreaterThan(0)
  server.receive({ type: 'select', node: 'stream/demo' })
  const before = page('stream/demo', 0).newest
  for (let n = 0; n < 600; n += 1) emit({ n })
  expect(page('stream/demo', before).lost).toBe(0)
})

test('a page of large rows ends early and the next one goes on behind it', async () => {
  const { emit, page } = await setUp()
  const text = 'x'.repeat(400_000)
  emit({ n: 1, text }, { n: 2, text }, { n: 3, text }, { n: 4, text })
  const first = page('stream/demo', 0)
  expect(first.rows).toHaveLength(3)
  expect(page('stream/demo', first.rows.at(-1)?.number ?? 0).rows[0]?.number).toBe(4)
})

test('a payload that could not be decoded comes with its first bytes and the reason', async () => {
  const { bytes, page } = await setUp()
  bytes(`not json ${'y'.repeat(5000)}`)
  const row = page('stream/raw', 0).rows.find(({ kind }) => kind === 'error')
  expect(row?.message).toBeTruthy()
  expect(row?.payload).toHaveLength(4096)
  expect(new TextDecoder().decode(row?.payload).startsWith('not json ')).toBe(true)
})

test('a payload that could not be decoded comes with its topic', async () => {
  const { bytes, page, run } = await setUp()
  bytes('not json', { topic: 'plant/3' })
  const row = page('stream/raw', 0).rows.find(({ kind }) => kind === 'error')
  expect(row?.metadata).toBe('{"topic":"plant/3"}')
  const status = run.status().find(({ node }) => node === 'stream/raw')
  expect(status?.lastError?.metadata).toEqual({ topic: 'plant/3' })
})

test('a payload that is no row is explained', async () => {
  const { bytes, page } = await setUp()
  bytes('5')
  const [row] = page('stream/raw', 0).rows
  expect(row?.message).toContain('the payload is a JSON number')
})

test('a new run starts its numbers at 1 and a view that comes later hears of all nodes', async () => {
  const { emit, page, run, server, step, sent } = await setUp()
  emit({ n: 1 }, { n: 2 })
  server.follow(run)
  expect(page('stream/demo', 0).rows).toEqual([])
  emit({ n: 3 })
  expect(page('stream/demo', 0).rows[0]?.number).toBe(1)

  const heard: RowPortMessage[] = []
  const later = { send: (message: RowPortMessage) => void heard.push(message), close: () => {} }
  server.connect(later)
  sent.length = 0
  await step()
  expect(sent).toEqual([])
  expect(heard.map(({ node }) => node).sort()).toEqual(
    run
      .status()
      .map(({ node }) => node)
      .sort(),
  )
  server.disconnect(later)
  emit({ n: 4 })
  await step()
  expect(heard).toHaveLength(run.status().length)
})

test('a message that is no row request is refused', async () => {
  const { server } = await setUp()
  for (const message of [undefined, 'fetch', { type: 'fetch' }, { type: 'select', node: 7 }]) {
    expect(() => server.receive(message)).toThrow()
  }
  const tooMany = { type: 'fetch', request: 1, node: 'stream/demo', after: 0, limit: 1001 }
  expect(() => server.receive(tooMany)).toThrow()
})

test('what became of a row of an action is told for that row alone', async () => {
  const { emit, server, sent, page } = await setUp('SELECT n FROM demo')
  emit({ n: 1 }, { n: 2 })
  const [, second] = page('action/one/0', 0).rows.filter(({ kind }) => kind === 'in')
  const ask = (node: string, number: number): RowPortMessage | undefined => {
    server.receive({ type: 'way', request: 7, node, number })
    return sent.at(-1)
  }
  expect(ask('action/one/0', second?.number ?? 0)).toEqual({
    type: 'way',
    request: 7,
    node: 'action/one/0',
    way: {
      rows: 1,
      result: { kind: 'rows', text: '[{"n":2}]', length: 9 },
      message: {
        rows: 1,
        data: { kind: 'rows', text: '[{"n":2}]', size: 9 },
        properties: {},
        format: '',
        compression: '',
        encryption: '',
        answers: [{ kind: 'written', at: start + 100, times: 1 }],
      },
    },
  })
  const nothing = { type: 'way', request: 7 }
  expect(ask('action/one/0', 99)).toEqual({ ...nothing, node: 'action/one/0' })
  expect(ask('rule/one', 1)).toEqual({ ...nothing, node: 'rule/one' })
  expect(ask('nobody', 1)).toEqual({ ...nothing, node: 'nobody' })
})
