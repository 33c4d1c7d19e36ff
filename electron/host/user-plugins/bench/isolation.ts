import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentsOf, createComponentRegistry, createEngine } from '#engine'
import type { EngineRun } from '#engine'
import { createRecord, definePlugin, defineSink, defineSource, z } from '#engine/api'
import type { Plugin, SourceContext } from '#engine/api'
import { realClock } from '../../clock.ts'
import { openUserPlugins, trustAll } from '../index.ts'

/**
 * Rows per second through a sink that does nothing: in the engine's process, and as a user plugin in a
 * process of its own, one row a message (sendSingle). Printed as one JSON line each.
 */
const batches = 200
const batchRows = 500

const nothing = { configure() {}, open() {}, collect() {}, close() {} }
const inProcess = definePlugin({
  id: 'bench',
  title: 'Bench',
  components: [
    defineSink({
      type: 'here',
      title: 'Here',
      summary: 'Does nothing.',
      examples: [],
      accepts: 'rows',
      properties: z.looseObject({}),
      sink: () => nothing,
    }),
  ],
})

/** Gives the next batch when the last one is through, so that no buffer is full. */
let feed: SourceContext | undefined
const source = definePlugin({
  id: 'feed',
  title: 'Feed',
  components: [
    defineSource({
      type: 'feed',
      title: 'Feed',
      summary: 'Rows of the benchmark.',
      examples: [],
      emits: 'rows',
      properties: z.looseObject({}),
      create: () => ({
        configure: () => undefined,
        open: (context) => {
          feed = context
        },
        close: () => undefined,
      }),
    }),
  ],
})

const rows = Array.from({ length: batchRows }, (_, n) => ({
  row: Object.assign(createRecord(), { deviceId: `device-${String(n % 20)}`, temperature: n / 10 }),
}))

function start(plugins: readonly Plugin[], sink: string): EngineRun {
  const engine = createEngine({
    environment: { clock: realClock, random: Math.random, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry(componentsOf(plugins)),
  })
  const result = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="feed")'],
    rules: [
      { id: 'r', sql: 'SELECT * FROM s', actions: [{ [sink]: { sendSingle: true } }], options: {} },
    ],
    sourceConfigurations: {},
  })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.run
}

async function measure(plugins: readonly Plugin[], sink: string): Promise<number> {
  const run = start(plugins, sink)
  const written = (): number => run.status().find(({ node }) => node === 'action/r/0')?.rowsOut ?? 0
  const through = async (count: number): Promise<void> => {
    while (written() < count) await new Promise((resolve) => setImmediate(resolve))
  }
  const send = async (from: number, to: number): Promise<void> => {
    for (let batch = from; batch < to; batch += 1) {
      feed?.emitRows(rows)
      // Two batches at a time are within the buffer, and neither side waits for the other.
      await through(batch * batchRows)
    }
    await through(to * batchRows)
  }
  const warmUp = 40
  await send(0, warmUp)
  const begun = performance.now()
  await send(warmUp, warmUp + batches)
  const seconds = (performance.now() - begun) / 1000
  await run.stop()
  return Math.round((batches * batchRows) / seconds)
}

const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
await mkdir(join(folder, 'sinks'))
await writeFile(
  join(folder, 'sinks/Apart.mjs'),
  'export class Apart { configure() {} open() {} collect() {} close() {} }',
)
const started = performance.now()
const user = await openUserPlugins({
  folders: [folder],
  trust: trustAll,
  watch: false,
  logger: console,
})
const startMs = Math.round(performance.now() - started)
const plugins = [source, inProcess, ...user.plugins()]
for (let round = 1; round <= 3; round += 1) {
  const here = await measure(plugins, 'here')
  const apart = await measure(plugins, 'apart')
  const ratio = Number((here / apart).toFixed(1))
  process.stdout.write(
    `${JSON.stringify({ round, inProcess: here, isolated: apart, ratio, startMs })}\n`,
  )
}
await user.close()
await rm(folder, { recursive: true })
process.exit(0)
