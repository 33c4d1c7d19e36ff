import { expect, test, vi } from 'vitest'
import type { SourceContext } from '#engine/api'
import { createHeard, openPlugin, sourceContext } from './test-plugin/open-plugin.ts'
import type { Heard, OpenPlugin } from './test-plugin/open-plugin.ts'

async function run(plugin: OpenPlugin, properties: Record<string, unknown>, streamName = 'tick') {
  const heard: Heard = createHeard()
  const source = plugin.source('ticker').create()
  source.configure('line/7', properties)
  const context = sourceContext(heard, streamName)
  await source.open(context)
  return { heard, close: async () => source.close(context) }
}

const row = (n: number) => ({
  row: { n, from: 'line/7' },
  metadata: { topic: `tick/${String(n)}` },
})

test('rows come decoded with their metadata', async () => {
  await using plugin = await openPlugin()
  const { heard, close } = await run(plugin, { count: 2 })
  await vi.waitFor(() => expect(heard.rows).toEqual([row(1), row(2)]))
  expect(heard.statuses.map(({ state }) => state)).toEqual(['connecting', 'connected'])
  await close()
})

test('the defaults of its yaml file apply where the stream says nothing', async () => {
  await using plugin = await openPlugin()
  const { heard, close } = await run(plugin, {})
  await vi.waitFor(() => expect(heard.rows).toHaveLength(4))
  await close()
})

test('while it is held its channel is not read, and then nothing is missing', async () => {
  await using plugin = await openPlugin()
  const heard = createHeard()
  const source = plugin.source('ticker').create()
  source.configure('line/7', { count: 20_000 })
  const usual = sourceContext(heard)
  let length = 0
  const context: SourceContext = {
    ...usual,
    emitRows: (rows) => {
      usual.emitRows(rows)
      if (length === 0) source.pause?.(context)
      length ||= heard.rows.length
    },
  }
  await source.open(context)
  await vi.waitFor(() => expect(length).toBeGreaterThan(0))
  expect(length).toBeLessThan(20_000)
  await openAnother(plugin)
  expect(heard.rows).toHaveLength(length)
  source.resume?.(context)
  await vi.waitFor(() => expect(heard.rows).toHaveLength(20_000), { timeout: 10_000 })
  expect(heard.rows.map(({ row: { n } }) => n)).toEqual(heard.rows.map((_, index) => index + 1))
  await source.close(context)
})

/** Its first row comes behind everything that the plugin sent before. */
async function openAnother(plugin: OpenPlugin): Promise<void> {
  const { heard, close } = await run(plugin, { count: 1 }, 'other')
  await vi.waitFor(() => expect(heard.rows).toHaveLength(1))
  await close()
}

test('metadata may be null', async () => {
  await using plugin = await openPlugin()
  const { heard, close } = await run(plugin, { count: 1, mode: 'no-meta' })
  await vi.waitFor(() => expect(heard.rows).toEqual([{ row: { n: 1 } }]))
  await close()
})

test.each([
  ['garbage', /^Invalid data format, cannot decode this is not json to json format with error /],
  ['emit-error', /^no signal$/],
])('%s costs one row and is reported', async (mode, message) => {
  await using plugin = await openPlugin()
  const { heard, close } = await run(plugin, { count: 3, mode })
  await vi.waitFor(() => expect(heard.rows).toEqual([row(1), row(3)]))
  expect(heard.errors).toEqual([expect.stringMatching(message)])
  await close()
})

test('a source that closes its channel says so on its node', async () => {
  await using plugin = await openPlugin()
  const { heard, close } = await run(plugin, { count: 1, mode: 'finish' })
  await vi.waitFor(() =>
    expect(heard.statuses.at(-1)).toMatchObject({
      state: 'disconnected',
      message: expect.stringContaining('has closed its channel') as string,
    }),
  )
  expect(heard.rows).toEqual([row(1)])
  await close()
})

test('two streams of one source do not share a channel', async () => {
  await using plugin = await openPlugin()
  const one = await run(plugin, { count: 1 })
  const two = await run(plugin, { count: 2 })
  await vi.waitFor(() => expect(two.heard.rows).toEqual([row(1), row(2)]))
  expect(one.heard.rows).toEqual([row(1)])
  await one.close()
  await two.close()
})

test('a crash starts the source again', async () => {
  await using plugin = await openPlugin({ restart: { firstMs: 1 } })
  const { heard, close } = await run(plugin, { count: 1 })
  await vi.waitFor(() => expect(heard.rows).toEqual([row(1)]))
  const { status } = plugin.loaded
  if (status.state === 'running') process.kill(status.pid, 'SIGKILL')
  await vi.waitFor(() => expect(heard.rows).toEqual([row(1), row(1)]), { timeout: 10_000 })
  expect(heard.statuses.map(({ state, message }) => message ?? state)).toEqual(
    expect.arrayContaining([expect.stringContaining('signal: killed'), 'connected']),
  )
  expect(heard.statuses.at(-1)).toEqual({ state: 'connected' })
  await close()
})
