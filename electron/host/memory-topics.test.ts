import { expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine } from '#engine'
import type { EngineRun, NodeStatus } from '#engine'
import { definePlugin, defineSink, z } from '#engine/api'
import { createTestSource, createVirtualClock } from '#engine/testkit'
import { builtinPlugins } from '#plugins'

/** `feed` publishes to a topic that two rules read: `stuck` may lose no row and its sink never writes. */
function startPipeline() {
  let quick = 0
  const sinkOf = (type: string, collect: () => void | Promise<void>) =>
    defineSink({
      type,
      title: type,
      summary: 'Writes, or never does.',
      examples: [],
      accepts: 'bytes',
      properties: z.looseObject({}),
      sink: {
        configure: () => undefined,
        open: () => undefined,
        collect,
        close: () => undefined,
      },
    })
  const { source, contexts } = createTestSource('feed', 'rows')
  const parts = definePlugin({
    id: 'parts',
    title: 'Parts',
    components: [
      source,
      sinkOf('quick', () => void (quick += 1)),
      sinkOf('stuck', () => new Promise(() => undefined)),
    ],
  })
  const engine = createEngine({
    environment: {
      clock: createVirtualClock(0),
      random: () => 0.5,
      newId: () => 'id',
      log: () => undefined,
    },
    components: createComponentRegistry(componentsOf([...builtinPlugins(), parts])),
  })
  const started = engine.start({
    streams: [
      'CREATE STREAM feed () WITH (TYPE="feed")',
      'CREATE STREAM alarms () WITH (TYPE="memory", DATASOURCE="alarms")',
    ],
    rules: [
      {
        id: 'publisher',
        sql: 'SELECT * FROM feed',
        actions: [{ memory: { topic: 'alarms', sendSingle: true } }],
        options: {},
      },
      {
        id: 'held',
        sql: 'SELECT * FROM alarms',
        actions: [{ stuck: { sendSingle: true, bufferLength: 5 } }],
        options: { disableBufferFullDiscard: true, bufferLength: 10 },
      },
      {
        id: 'free',
        sql: 'SELECT * FROM alarms',
        actions: [{ quick: { sendSingle: true } }],
        options: {},
      },
    ],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return {
    run: started.run,
    quick: () => quick,
    send: (count: number) => {
      for (let n = 1; n <= count; n += 1) contexts.get('feed')?.emitRows([{ row: { n } }])
    },
  }
}

function statusOf(run: EngineRun, wanted: string): NodeStatus {
  const found = run.status().find(({ node }) => node === wanted)
  if (found === undefined) throw new Error(`there is no node ${wanted}`)
  return found
}

test('a topic holds nobody who publishes: what its reader cannot take is dropped there, and counted', async () => {
  const { run, quick, send } = startPipeline()
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  const reasons = new Set<string>()
  run.observe('stream/alarms', (event) => {
    if (event.kind === 'dropped') reasons.add(event.reason)
  })
  send(100)
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  expect(statusOf(run, 'action/publisher/0')).toMatchObject({ rowsOut: 100, dropped: 0 })
  expect(quick()).toBe(100)
  // One is in the sink's hand, 5 wait for it, 10 for the rule.
  expect(statusOf(run, 'rule/held').rowsIn).toBe(6)
  expect(statusOf(run, 'stream/alarms').dropped).toBe(100 - 16)
  expect([...reasons]).toEqual([
    'buffer full: 10 rows wait for the rule held and its source cannot be held, the newest was dropped',
  ])
  await run.stop()
})
