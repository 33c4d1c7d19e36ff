import { describe, expect, test } from 'vitest'
import { ConnectionError, defineSink, defineSource, z } from '../api/index.ts'
import type { SinkContext, SourceContext } from '../api/index.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { createVirtualClock } from '../testkit/virtual-clock.ts'
import { createEngine } from './engine.ts'
import type { EngineRun, NodeEvent, RuleDefinition, RunDefinition } from './run.ts'

interface World {
  readonly clock: ReturnType<typeof createVirtualClock>
  readonly sources: SourceContext[]
  readonly sinks: SinkContext[]
  readonly written: unknown[]
  /** What the next calls of open and collect do; undefined: nothing special. */
  refusesOpen: boolean
  collect: (() => Promise<void> | undefined) | undefined
  closed: number
  start(definition: Partial<RunDefinition>): EngineRun
  problems(definition: Partial<RunDefinition>): readonly string[]
}

function createWorld(): World {
  const clock = createVirtualClock(1_700_000_000_000)
  const source = defineSource({
    type: 'feed',
    title: 'Feed',
    summary: 'Feeds a test.',
    examples: [],
    emits: 'bytes',
    properties: z.object({ rate: z.number().default(1) }),
    create: () => ({
      configure: () => undefined,
      open: (context) => {
        if (world.refusesOpen) throw new ConnectionError('connect ECONNREFUSED 127.0.0.1:1883')
        world.sources.push(context)
      },
      close: () => {
        world.closed += 1
      },
    }),
  })
  const sink = defineSink({
    type: 'write',
    title: 'Write',
    summary: 'Writes for a test.',
    examples: [],
    accepts: 'rows',
    properties: z.object({}),
    sink: () => ({
      configure: () => undefined,
      open: (context) => {
        world.sinks.push(context)
      },
      collect: (_, data) => {
        const answer = world.collect?.()
        if (answer === undefined) world.written.push(data)
        return answer
      },
      close: () => {
        world.closed += 1
      },
    }),
  })
  const engine = createEngine({
    environment: { clock, random: () => 0, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry([source, sink]),
  })
  const complete = (definition: Partial<RunDefinition>): RunDefinition => ({
    streams: ['CREATE STREAM s () WITH (TYPE="feed")'],
    rules: [rule('r', 'SELECT v FROM s')],
    sourceConfigurations: {},
    ...definition,
  })
  const world: World = {
    clock,
    sources: [],
    sinks: [],
    written: [],
    refusesOpen: false,
    collect: undefined,
    closed: 0,
    start: (definition) => {
      const started = engine.start(complete(definition))
      if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
      return started.run
    },
    problems: (definition) =>
      engine
        .check(complete(definition))
        .map(({ place, diagnostic }) => `${place}: ${diagnostic.message}`),
  }
  return world
}

function rule(
  id: string,
  sql: string,
  properties: Readonly<Record<string, unknown>> = {},
): RuleDefinition {
  return { id, sql, actions: [{ write: { sendSingle: true, ...properties } }], options: {} }
}

const encoder = new TextEncoder()

function send(context: SourceContext | undefined, ...payloads: readonly string[]): void {
  context?.emitMessages(payloads.map((text) => ({ payload: encoder.encode(text) })))
}

function statusOf(run: EngineRun, node: string): ReturnType<EngineRun['status']>[number] {
  const found = run.status().find((status) => status.node === node)
  if (found === undefined) throw new Error(`no node ${node}`)
  return found
}

describe('the rule that a source is told it reads for', () => {
  const read = (streamOptions: string, ...ids: readonly string[]) => {
    const world = createWorld()
    const run = world.start({
      streams: [`CREATE STREAM s () WITH (TYPE="feed"${streamOptions})`],
      rules: ids.map((id) => rule(id, 'SELECT v FROM s')),
    })
    run.stop().catch(() => undefined)
    return world.sources.map(({ ruleId, stream }) => ({ ruleId, ...stream }))
  }
  test.each([
    ['the only one', '', ['r'], 'r'],
    ['the first of several', '', ['b', 'a'], 'b'],
    [
      'none of a shared stream, which has a name of its own',
      ', SHARED="true"',
      ['r'],
      '$$subtopo_s',
    ],
  ])('is %s', (_, options, rules, ruleId) => {
    expect(read(options, ...rules).map((source) => source.ruleId)).toEqual([ruleId])
  })

  test('stands beside what the stream says of its rows', () => {
    expect(read('', 'r')).toEqual([
      {
        ruleId: 'r',
        delimiter: '',
        format: 'json',
        key: '',
        retainSize: 0,
        schemaId: '',
        strictValidation: false,
        timestamp: '',
        timestampFormat: '',
      },
    ])
    const options =
      ', FORMAT="DELIMITED", DELIMITER=";", KEY="id", TIMESTAMP="ts", TIMESTAMP_FORMAT="YYYY", STRICT_VALIDATION="true"'
    expect(read(options, 'r')).toMatchObject([
      {
        delimiter: ';',
        format: 'delimited',
        key: 'id',
        strictValidation: true,
        timestamp: 'ts',
        timestampFormat: 'YYYY',
      },
    ])
  })
})

describe('what keeps a run from starting', () => {
  test.each<[string, Partial<RunDefinition>, string]>([
    [
      'an unknown source type',
      { streams: ['CREATE STREAM s () WITH (TYPE="opcua")'] },
      'stream/s: source type opcua not found',
    ],
    [
      'an unknown sink',
      { rules: [{ id: 'r', sql: 'SELECT v FROM s', actions: [{ nope: {} }], options: {} }] },
      'action/r/0: sink nope is not defined',
    ],
    [
      'a broken stream',
      { streams: ['CREATE STREAM s () WITH (FORMAT="xml")'], rules: [] },
      'stream/s: there is no format "xml"',
    ],
  ])('%s', (_, definition, problem) => {
    expect(createWorld().problems(definition).join('\n')).toContain(problem)
  })

  test('every wrong rule is named', () => {
    const rules = [rule('a', 'SELEKT v FROM s'), rule('b', 'SELECT v FROM nowhere')]
    const problems = createWorld().problems({ rules })
    expect(problems.some((problem) => problem.startsWith('rule/a/sql'))).toBe(true)
    expect(problems.some((problem) => problem.startsWith('rule/b/sql'))).toBe(true)
  })
})

describe('streams', () => {
  test('two rules share one source, and an error in one leaves the other alone', () => {
    const world = createWorld()
    const rules = [rule('good', 'SELECT v FROM s'), rule('bad', 'SELECT v * "x" AS x FROM s')]
    const run = world.start({ rules })
    expect(world.sources).toHaveLength(1)
    send(world.sources[0], '{"v":1}')
    expect(world.written).toEqual([expect.objectContaining({ v: 1 })])
    expect(statusOf(run, 'rule/bad').lastError).toMatchObject({ row: { v: 1 } })
    expect(statusOf(run, 'rule/good').errors).toBe(0)
  })

  test('a payload that is not JSON is counted with its bytes and the stream goes on', () => {
    const world = createWorld()
    const run = world.start({})
    send(world.sources[0], 'nonsense', '{"v":2}')
    expect(statusOf(run, 'stream/s')).toMatchObject({ errors: 1, rowsOut: 1 })
    expect(statusOf(run, 'stream/s').lastError?.payload).toEqual(encoder.encode('nonsense'))
    expect(world.written).toHaveLength(1)
  })

  test('a wrong column that only one rule reads costs only that rule its row', () => {
    const world = createWorld()
    const run = world.start({
      streams: ['CREATE STREAM s (a BIGINT, b BIGINT) WITH (TYPE="feed")'],
      rules: [rule('ra', 'SELECT a FROM s'), rule('rb', 'SELECT b FROM s')],
    })
    send(world.sources[0], '{"a":1,"b":"x"}')
    expect(world.written).toEqual([expect.objectContaining({ a: 1n })])
    expect(statusOf(run, 'rule/ra').errors).toBe(0)
    expect(statusOf(run, 'rule/rb').errors).toBe(1)
  })

  test('a star that an earlier column cuts short is not widened by another rule', () => {
    const world = createWorld()
    world.start({ rules: [rule('all', 'SELECT * FROM s'), rule('cut', 'SELECT a, * FROM s')] })
    send(world.sources[0], '{"a":1,"b":2}')
    expect(world.written.map((row) => ({ ...(row as object) }))).toEqual([{ a: 1, b: 2 }, { a: 1 }])
  })

  test('a source that cannot be reached is tried again with longer pauses, and Stop ends that', async () => {
    const world = createWorld()
    world.refusesOpen = true
    const run = world.start({})
    const { clock } = world
    const retryAt = (): number => (statusOf(run, 'stream/s').retryAt ?? 0) - clock.now()
    expect(statusOf(run, 'stream/s')).toMatchObject({
      state: 'disconnected',
      message: 'connect ECONNREFUSED 127.0.0.1:1883',
    })
    expect(retryAt()).toBe(250)
    clock.advanceTo(clock.now() + 250)
    expect(retryAt()).toBe(500)
    clock.advanceTo(clock.now() + 600_000)
    expect(retryAt()).toBeLessThanOrEqual(30_000)
    world.refusesOpen = false
    clock.advanceTo(clock.now() + 30_000)
    expect(statusOf(run, 'stream/s').state).toBe('running')
    await run.stop()
    expect(clock.pending()).toBe(0)
  })
})

describe('sinks', () => {
  test('are called one at a time, and the oldest waiting message is dropped when the buffer is full', async () => {
    const world = createWorld()
    const run = world.start({ rules: [rule('r', 'SELECT v FROM s', { bufferLength: 2 })] })
    const waiting: (() => void)[] = []
    world.collect = () => new Promise((resolve) => waiting.push(resolve))
    send(world.sources[0], '{"v":1}', '{"v":2}', '{"v":3}', '{"v":4}')
    expect(waiting).toHaveLength(1)
    expect(statusOf(run, 'action/r/0')).toMatchObject({ rowsIn: 4, dropped: 1, rowsOut: 0 })
    world.collect = undefined
    waiting[0]?.()
    await Promise.resolve()
    await Promise.resolve()
    expect(world.written).toEqual([
      expect.objectContaining({ v: 3 }),
      expect.objectContaining({ v: 4 }),
    ])
  })

  test('that cannot write count the error and the loss', async () => {
    const world = createWorld()
    const run = world.start({})
    world.collect = () => Promise.reject(new Error('disk full'))
    send(world.sources[0], '{"v":1}')
    await Promise.resolve()
    await Promise.resolve()
    expect(statusOf(run, 'action/r/0')).toMatchObject({ errors: 1, dropped: 1 })
    expect(statusOf(run, 'action/r/0').lastError?.message).toBe('disk full')
  })

  test('whose other side is away keep the message where the action says so', async () => {
    const world = createWorld()
    const rules = [rule('r', 'SELECT v FROM s', { resendInterval: 1000 })]
    const run = world.start({ rules })
    world.collect = () => Promise.reject(new ConnectionError('gone'))
    send(world.sources[0], '{"v":1}')
    await Promise.resolve()
    await Promise.resolve()
    world.collect = undefined
    world.clock.advanceTo(world.clock.now() + 1000)
    expect(world.written).toEqual([expect.objectContaining({ v: 1 })])
    expect(statusOf(run, 'action/r/0').dropped).toBe(0)
  })
})

describe('observers', () => {
  test('of a stream see whole rows, whatever the rules read', () => {
    const world = createWorld()
    const run = world.start({})
    const rows: unknown[] = []
    run.observe('stream/s', (event) => {
      if (event.kind === 'out') rows.push({ ...event.row })
    })
    send(world.sources[0], '{"v":1,"seq":7}', '[{"v":2,"seq":8},{"v":3}]')
    expect(rows).toEqual([{ v: 1, seq: 7 }, { v: 2, seq: 8 }, { v: 3 }])
  })

  test('see rows and errors of their node until they leave', () => {
    const world = createWorld()
    const run = world.start({ rules: [rule('r', 'SELECT v + 1 AS w FROM s')] })
    const events: NodeEvent[] = []
    const leave = run.observe('rule/r', (event) => events.push(event))
    send(world.sources[0], '{"v":1}', '{"v":"x"}')
    leave()
    send(world.sources[0], '{"v":3}')
    expect(events.map(({ kind }) => kind)).toEqual(['in', 'in', 'out', 'error'])
  })

  test('that fail do not disturb the rule', () => {
    const world = createWorld()
    const run = world.start({})
    run.observe('rule/r', () => {
      throw new Error('observer')
    })
    send(world.sources[0], '{"v":1}')
    expect(world.written).toHaveLength(1)
  })
})

describe('the end of a run', () => {
  test('is told once every source has ended and everything is written', () => {
    const world = createWorld()
    const run = world.start({})
    let ends = 0
    run.onEnd(() => {
      ends += 1
    })
    send(world.sources[0], '{"v":1}')
    expect(ends).toBe(0)
    world.sources[0]?.end()
    expect(ends).toBe(1)
  })

  test('by Stop aborts what waits and takes no more rows', async () => {
    const world = createWorld()
    const run = world.start({})
    await run.stop()
    send(world.sources[0], '{"v":1}')
    expect(world.written).toEqual([])
    expect(world.sinks[0]?.signal.aborted).toBe(true)
    expect(world.closed).toBe(2)
    expect(run.status().map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped'])
  })
})
