import { expect, test, vi } from 'vitest'
import { createComponentRegistry, createEngine, componentsOf } from '#engine'
import type { EngineRun } from '#engine'
import type { SourceContext } from '#engine/api'
import { createSourceHarness } from '#engine/testkit'
import { builtinPlugins } from '#plugins'
import { realClock } from '../clock.ts'
import { createFolder } from './testing/plugin-folder.ts'
import type { UserPlugins } from './index.ts'

/** A stream of the plugin's type with a rule on it; rows as JSON texts. */
async function run(plugins: UserPlugins, select: string, count: number) {
  expect(plugins.problems()).toEqual([])
  const log: string[] = []
  const engine = createEngine({
    environment: {
      clock: realClock,
      random: Math.random,
      newId: () => 'id',
      log: ({ message }) => log.push(message),
    },
    components: createComponentRegistry(componentsOf([...builtinPlugins(), ...plugins.plugins()])),
  })
  const result = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="mySource", DATASOURCE="press", FORMAT="json")'],
    rules: [{ id: 'r', sql: select, actions: [{ nop: { sendSingle: true } }], options: {} }],
    sourceConfigurations: { mySource: { default: { first: 7 } } },
  })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const rows: unknown[] = []
  const isDone = new Promise<void>((resolve) => {
    result.run.observe('action/r/0', (event) => {
      if (event.kind === 'in') rows.push({ ...event.row })
      if (rows.length >= count) resolve()
    })
  })
  return { run: result.run, rows, isDone, log }
}

const stream = (engineRun: EngineRun) => engineRun.status().find(({ node }) => node === 'stream/s')

test('rows of a source come with their values and metadata', async () => {
  const folder = await createFolder({
    'sources/MySource.mjs': `export class MySource {
  configure(datasource, properties) { this.name = datasource; this.first = properties.first }
  open(ctx) {
    ctx.emit([{ n: this.first, big: 5n, at: new Date(1000), none: undefined }, { n: 8, name: this.name }], { origin: ctx.streamName })
    ctx.emit('no row')
    ctx.end()
  }
  close() {}
}`,
  })
  const {
    run: running,
    rows,
    isDone,
  } = await run(await folder.open(), 'SELECT *, meta(origin) AS f FROM s', 2)
  await isDone
  expect(rows).toEqual([
    { n: 7, big: 5n, at: { kind: 'datetime', epochMs: 1000, nanos: 0, zone: 'UTC' }, f: 's' },
    { n: 8, name: 'press', f: 's' },
  ])
  await vi.waitFor(
    () => {
      expect(stream(running)).toMatchObject({ errors: 1, state: 'ended' })
    },
    { timeout: 10_000 },
  )
  expect(stream(running)?.lastError?.message).toMatch(/the row is a string and no object/)
  await running.stop()
})

test('a source that emits bytes is decoded as its stream says', async () => {
  const folder = await createFolder({
    'sources/MySource.mjs': `export class MySource {
  static emits = 'bytes'
  configure() {} close() {}
  open(ctx) { ctx.emit(new TextEncoder().encode('{"a":1}')); ctx.emit(Buffer.from('{"a":2}')) }
}`,
  })
  const { run: running, rows, isDone } = await run(await folder.open(), 'SELECT a FROM s', 2)
  await isDone
  expect(rows).toEqual([{ a: 1 }, { a: 2 }])
  await running.stop()
})

test('a fast source waits for room, and its new version goes on where the old one left off', async () => {
  const code = (version: number): string => `export class MySource {
  configure() {}
  async open(ctx) { void this.send(ctx) }
  async send(ctx) {
    for (let n = ctx.state.get('n') ?? 0; !this.isClosed; n += 1) {
      ctx.state.set('n', n + 1)
      await ctx.emit({ n, version: ${String(version)} })
      if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  close() { this.isClosed = true }
}`
  const folder = await createFolder({ 'sources/MySource.mjs': code(1) })
  const plugins = await folder.open()
  const { run: running, rows, isDone } = await run(plugins, 'SELECT * FROM s', 5000)
  await isDone
  await folder.write('sources/MySource.mjs', code(2))
  await plugins.reload()
  const swapped = rows.length
  while (rows.length < swapped + 2000) await new Promise((resolve) => setTimeout(resolve, 5))
  await running.stop()
  const seen = rows as { readonly n: number; readonly version: number }[]
  expect(seen.map(({ n }) => n)).toEqual(seen.map((_, index) => index))
  expect(new Set(seen.map(({ version }) => version))).toEqual(new Set([1, 2]))
})

test.each([
  ['waits for room', 'await ctx.emit({ n })'],
  [
    'does not wait for room',
    'void ctx.emit({ n }); if (n % 500 === 0) await new Promise(setImmediate)',
  ],
])('a fast source that %s is held in its own process, and no row is lost', async (_, emit) => {
  const count = 20_000
  const folder = await createFolder({
    'sources/MySource.mjs': `export class MySource {
  configure() {} close() {}
  async open(ctx) { void this.send(ctx) }
  async send(ctx) {
    for (let n = 0; n < ${String(count)}; n += 1) {
      if (n % 1000 === 0) ctx.logger.info('made ' + n)
      ${emit}
    }
    ctx.end()
  }
}`,
  })
  const plugins = await folder.open()
  const emitted: unknown[] = []
  const source = plugins
    .plugins()
    .flatMap(({ components }) => components)
    .find((component) => component.kind === 'source' && component.type === 'mySource')
  if (source?.kind !== 'source') throw new Error('the source is missing')
  const instance = source.create()
  let hasEnded = false
  let changed: () => void = () => undefined
  const made: string[] = []
  let heldAt = 0
  const { context: quiet } = createSourceHarness({ clock: realClock })
  const context: SourceContext = {
    ...quiet,
    logger: {
      ...quiet.logger,
      info: (message) => {
        made.push(message)
        changed()
      },
    },
    streamName: 's',
    ruleId: 'r0',
    emitRows: (rows) => {
      emitted.push(...rows.map(({ row }) => row['n']))
      if (heldAt === 0) {
        heldAt = emitted.length
        instance.pause?.(context)
      }
      changed()
    },
    end: () => {
      hasEnded = true
      changed()
    },
  }
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise<void>((resolve) => (changed = resolve))
  }
  instance.configure('', {})
  await instance.open(context)
  await until(() => heldAt > 0 && made.includes('made 1000'))
  expect(emitted).toHaveLength(heldAt)
  instance.resume?.(context)
  await until(() => hasEnded)
  expect(emitted).toEqual(Array.from({ length: count }, (__, n) => n))
  await instance.close(context)
})

test('a source that hangs its thread is stopped and its node says so', async () => {
  const folder = await createFolder({
    'sources/MySource.mjs': `export class MySource {
  configure() {} close() {}
  open(ctx) { setTimeout(() => { for (;;) ; }) }
}`,
  })
  const { run: running } = await run(
    await folder.open({ limits: { hangMs: 600 } }),
    'SELECT * FROM s',
    1,
  )
  while (stream(running)?.state !== 'failed')
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(stream(running)?.message).toMatch(/its code did not come to an end for 0\.6 s/)
  await running.stop()
})
