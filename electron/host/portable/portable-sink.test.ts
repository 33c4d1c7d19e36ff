import { readdir } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { isConnectionError } from '#engine/api'
import type { Sink, SinkContext } from '#engine/api'
import type { PortableOptions } from './options.ts'
import { createHeard, createSink, openPlugin, sinkContext } from './test-plugin/open-plugin.ts'
import type { Heard, OpenPlugin } from './test-plugin/open-plugin.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const item = { properties: {} }
const soon: PortableOptions = { restart: { firstMs: 1, maxMs: 50 } }

interface Running {
  readonly sink: Sink
  readonly context: SinkContext
  readonly heard: Heard
  readonly write: (text: string) => Promise<void>
}

async function run(
  plugin: OpenPlugin,
  properties: Record<string, unknown> = {},
  changes: Partial<SinkContext> = {},
): Promise<Running> {
  const heard = createHeard()
  const sink = createSink(plugin.sink('collector'), properties)
  const context = sinkContext(heard, changes)
  try {
    await sink.open(context)
  } catch (error) {
    await sink.close(context)
    throw error
  }
  return { sink, context, heard, write: async (text) => sink.collect(context, bytes(text), item) }
}

async function failure(
  promise: Promise<unknown>,
): Promise<{ message: string; isRetried: boolean }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('it did not fail')
  return { message: error.message, isRetried: isConnectionError(error) }
}

async function seen(plugin: OpenPlugin): Promise<{ payloads: string[]; pid: number }> {
  const fn = plugin.loaded.functions.find(({ name }) => name === 'seen')
  const result = await fn?.call([], { ruleId: 'r1', operatorId: 'o', functionId: 0 })
  return result as unknown as { payloads: string[]; pid: number }
}

const untilSeen = (plugin: OpenPlugin, payloads: string[]): Promise<void> =>
  vi.waitFor(async () => expect((await seen(plugin)).payloads).toEqual(payloads), {
    timeout: 10_000,
  })

test('rows reach the plugin in order, as the bytes they were encoded to', async () => {
  await using plugin = await openPlugin()
  const { sink, context, heard, write } = await run(plugin)
  const texts = Array.from({ length: 500 }, (_, n) => `{"n":${String(n)}}`)
  for (const text of texts) await write(text)
  await untilSeen(plugin, texts)
  expect(heard.statuses.map(({ state }) => state)).toEqual(['connecting', 'connected'])
  await sink.close(context)
})

test('a payload of several megabytes arrives whole', async () => {
  await using plugin = await openPlugin()
  const { sink, context, write } = await run(plugin)
  const large = 'x'.repeat(3_000_000)
  await write(large)
  await write('after')
  await untilSeen(plugin, [large, 'after'])
  await sink.close(context)
})

test('with requireAck each row waits for its acknowledgement and fails with the error in it', async () => {
  await using plugin = await openPlugin()
  const { sink, context, write } = await run(plugin, { requireAck: true, mode: 'ack' })
  await write('first')
  expect(await failure(write('bad'))).toEqual({ message: 'disk full', isRetried: true })
  await write('second')
  expect((await seen(plugin)).payloads).toEqual(['first', 'bad', 'second'])
  await sink.close(context)
})

test('a missing acknowledgement ends after the limit, and a late one is not taken for the next row', async () => {
  await using plugin = await openPlugin({ ...soon, limits: { ackMs: 150 } })
  const { sink, context, heard, write } = await run(plugin, { requireAck: true, mode: 'ack-late' })
  await write('first')
  expect(await failure(write('late'))).toEqual({
    message: 'no acknowledgement within 0.15 s',
    isRetried: true,
  })
  await write('third')
  expect((await seen(plugin)).payloads).toEqual(['first', 'late', 'third'])
  expect(heard.statuses.map(({ state }) => state)).toEqual([
    'connecting',
    'connected',
    'disconnected',
    'connected',
  ])
  await sink.close(context)
})

test('acknowledgements that nobody asked for neither pile up nor disturb', async () => {
  await using plugin = await openPlugin()
  const { sink, context, heard, write } = await run(plugin, { mode: 'ack-unasked' })
  const texts = Array.from({ length: 2_000 }, (_, n) => String(n))
  for (const text of texts) await write(text)
  await write('bad')
  await untilSeen(plugin, [...texts, 'bad'])
  await vi.waitFor(() => expect(heard.log).toEqual(['collector: disk full']))
  await sink.close(context)
})

test('a crash shows at once with the last output, and the next row goes to the revived plugin', async () => {
  await using plugin = await openPlugin(soon)
  const { sink, context, heard, write } = await run(plugin)
  const { pid } = await seen(plugin)
  await write('die')
  await vi.waitFor(() =>
    expect(heard.statuses).toContainEqual({
      state: 'disconnected',
      message: 'plugin acme: exit status 7; its last output: cannot write die',
      retryAt: expect.any(Number) as number,
    }),
  )
  await write('after')
  await untilSeen(plugin, ['after'])
  expect((await seen(plugin)).pid).not.toBe(pid)
  expect(heard.statuses.at(-1)).toMatchObject({ state: 'connected' })
  await sink.close(context)
})

test('a crash rejects the row that waits for its acknowledgement, to be sent again', async () => {
  await using plugin = await openPlugin(soon)
  const { sink, context, write } = await run(plugin, { requireAck: true, mode: 'ack' })
  const { message, isRetried } = await failure(write('die'))
  expect(message).toBe('plugin acme: exit status 7; its last output: cannot write die')
  expect(isRetried).toBe(true)
  await write('after')
  await sink.close(context)
})

test('a crash of one sink brings all sinks of the plugin back', async () => {
  await using plugin = await openPlugin(soon)
  const one = await run(plugin)
  const two = await run(plugin, {}, { operatorId: 'collector_1' })
  await one.write('die')
  await vi.waitFor(() => expect(two.heard.statuses.at(-1)?.state).toBe('disconnected'))
  await two.write('two')
  await one.write('one')
  await vi.waitFor(async () => expect((await seen(plugin)).payloads.sort()).toEqual(['one', 'two']))
  await one.sink.close(one.context)
  await two.sink.close(two.context)
})

test('a sink that raises is started again, with its last words on the node', async () => {
  await using plugin = await openPlugin(soon)
  const { sink, context, heard, write } = await run(plugin)
  await write('raise')
  await vi.waitFor(() => expect(heard.statuses.at(-2)?.state).toBe('disconnected'))
  expect(heard.statuses.at(-2)).toMatchObject({
    message: expect.stringContaining('sink collector of rule r1 has closed its channel') as string,
  })
  await write('after')
  await untilSeen(plugin, ['raise', 'after'])
  await sink.close(context)
})

test.each([
  [
    'refuse',
    /^plugin acme: cannot start sink collector of rule r1: Traceback[^]*ValueError: no such port$/,
  ],
  [
    'refuse-silently',
    /^plugin acme: cannot start sink collector of rule r1: failed without saying why$/,
  ],
])(
  'a start that the plugin answers with %s fails with its text and is not tried again',
  async (mode, text) => {
    await using plugin = await openPlugin()
    const { message, isRetried } = await failure(run(plugin, { mode }))
    expect(message).toMatch(text)
    expect(isRetried).toBe(false)
  },
)

test('a plugin that hangs at a start is ended after the limit and serves the others again', async () => {
  await using plugin = await openPlugin({ ...soon, limits: { controlMs: 300 } })
  const { sink, context, write } = await run(plugin)
  const { message, isRetried } = await failure(
    run(plugin, { mode: 'hang' }, { operatorId: 'collector_1' }),
  )
  expect(message).toMatch(/no answer within 0.3 s|it hung/)
  expect(isRetried).toBe(true)
  await vi.waitFor(() => expect(plugin.loaded.status.state).not.toBe('running'))
  await write('after')
  await untilSeen(plugin, ['after'])
  await sink.close(context)
})

test('a sink that does not read makes a row fail after the limit', async () => {
  await using plugin = await openPlugin({ ...soon, limits: { sendMs: 200 } })
  const { sink, context, write } = await run(plugin, { mode: 'deaf' })
  const fill = async (): Promise<void> => {
    for (let sent = 0; sent < 1_000; sent += 1) await write('x'.repeat(100_000))
  }
  expect(await failure(fill())).toEqual({
    message: 'the plugin took no row within 0.2 s',
    isRetried: true,
  })
  await sink.close(context)
})

test('stopping the rule ends a row that waits', async () => {
  await using plugin = await openPlugin()
  const stop = new AbortController()
  const running = await run(plugin, { requireAck: true }, { signal: stop.signal })
  const waiting = failure(running.write('never acknowledged'))
  stop.abort()
  expect(await waiting).toEqual({ message: 'the rule was stopped', isRetried: true })
  await running.sink.close(running.context)
})

test('two sinks under the same ids at the same time do not disturb each other', async () => {
  await using plugin = await openPlugin()
  const before = await run(plugin)
  const after = await run(plugin)
  await before.write('old')
  await before.sink.close(before.context)
  await after.write('new')
  await untilSeen(plugin, ['old', 'new'])
  await after.sink.close(after.context)
})

test('a rule id that no path can hold still works', async () => {
  await using plugin = await openPlugin()
  const { sink, context, write } = await run(plugin, {}, { ruleId: `../${'ä'.repeat(200)}` })
  await write('row')
  await untilSeen(plugin, ['row'])
  await sink.close(context)
})

test('a sink that is closed while it starts is not brought to life later', async () => {
  await using plugin = await openPlugin(soon)
  const sink = createSink(plugin.sink('collector'), {})
  const context = sinkContext(createHeard())
  const opening = failure(Promise.resolve(sink.open(context)))
  // The sink has its socket by now, the plugin's process is only starting.
  await vi.waitFor(() => expect(plugin.loaded.status.state).toBe('starting'))
  await sink.close(context)
  expect((await opening).message).toMatch(/sink collector of rule r1 was stopped while it started/)
  const { pid } = await seen(plugin)
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(async () => expect((await seen(plugin)).pid).not.toBe(pid), { timeout: 10_000 })
  expect(await readdir(plugin.socketFolder)).not.toContain('r1_collector_0_0.ipc')
})

test('one sink that hangs at every start does not keep the others down', async () => {
  await using plugin = await openPlugin({ ...soon, limits: { controlMs: 200 } })
  const hanging = await run(plugin, { mode: 'hang-again' })
  const well = await run(plugin, {}, { operatorId: 'collector_1' })
  await well.write('die')
  await vi.waitFor(() => expect(hanging.heard.statuses.at(-1)?.state).toBe('disconnected'))
  await vi.waitFor(
    () =>
      expect(hanging.heard.statuses.map(({ message }) => message)).toContainEqual(
        expect.stringContaining(
          'it hung: no answer to "start sink collector of rule r1" within 0.2 s',
        ) as string,
      ),
    { timeout: 10_000 },
  )
  await well.write('after')
  await vi.waitFor(() => expect(well.heard.statuses.at(-1)?.state).toBe('connected'), {
    timeout: 10_000,
  })
  await well.sink.close(well.context)
  await hanging.sink.close(hanging.context)
})
