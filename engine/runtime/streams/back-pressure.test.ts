import { describe, expect, test } from 'vitest'
import { defineSink, defineSource, z } from '../../api/index.ts'
import type { SourceContext } from '../../api/source.ts'
import { createComponentRegistry } from '../../registry/component-registry.ts'
import { createVirtualClock } from '../../testkit/virtual-clock.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { createEngine } from '../engine.ts'
import type { EngineRun, NodeStatus, RuleDefinition } from '../run.ts'

/** Makes rows 1, 2, 3, ... as fast as it may. */
interface FastSource {
  isPaused: boolean
  emitted: number
  /** Up to so many rows more, in calls of `atOnce`; ends where it is told to pause. */
  readonly emit: (rows: number, atOnce?: number) => void
  readonly end: () => void
}

interface Given {
  readonly rules: readonly Pick<RuleDefinition, 'id' | 'sql' | 'actions' | 'options'>[]
  readonly stream?: string
  readonly canPause?: boolean
}

/** Rules with sinks that write at once (`quick`), or when the test lets them (`slow`). */
function start({ rules, stream = 'WITH (TYPE="fast")', canPause = true }: Given) {
  const clock = createVirtualClock(0)
  const sources: FastSource[] = []
  const written: Record<string, string[]> = {}
  let release: (() => void)[] = []
  const sinkOf = (type: string) =>
    defineSink({
      type,
      title: type,
      summary: 'Writes.',
      examples: [],
      accepts: 'bytes',
      properties: z.looseObject({}),
      sink: () => ({
        configure: () => undefined,
        open: () => undefined,
        collect: (context, data) => {
          const into = (written[context.ruleId + '/' + context.operatorId] ??= [])
          const text = new TextDecoder().decode(data as Uint8Array)
          if (type === 'quick') return void into.push(text)
          return new Promise((resolve) => {
            release.push(() => {
              into.push(text)
              resolve()
            })
          })
        },
        close: () => undefined,
      }),
    })
  const source = defineSource({
    type: 'fast',
    title: 'Fast',
    summary: 'Rows of a test.',
    examples: [],
    emits: 'rows',
    properties: z.looseObject({}),
    create: () => {
      let context: SourceContext | undefined
      const fast: FastSource = {
        isPaused: false,
        emitted: 0,
        emit: (rows, atOnce = 1) => {
          for (let sent = 0; sent < rows && !fast.isPaused; sent += atOnce) {
            const batch = Array.from({ length: atOnce }, () => ({ row: rowOf(++fast.emitted) }))
            context?.emitRows(batch)
          }
        },
        end: () => context?.end(),
      }
      sources.push(fast)
      return {
        configure: () => undefined,
        open: (given) => {
          context = given
        },
        ...(canPause && {
          pause: () => {
            fast.isPaused = true
          },
          resume: () => {
            fast.isPaused = false
          },
        }),
        close: () => undefined,
      }
    },
  })
  const engine = createEngine({
    environment: { clock, random: () => 0, newId: () => '', log: () => undefined },
    components: createComponentRegistry([source, sinkOf('quick'), sinkOf('slow')]),
  })
  const started = engine.start({
    streams: [`CREATE STREAM s () ${stream}`],
    rules,
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  const { run } = started
  return {
    run,
    clock,
    sources,
    written,
    status: (node: string) => statusOf(run, node),
    /** Lets the sink write what it has in hand, `count` times. */
    write: async (count: number) => {
      for (let n = 0; n < count && release.length > 0; n += 1) {
        const all = release
        release = []
        for (const resolve of all) resolve()
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
      }
    },
  }
}

function rowOf(n: number): RecordValue {
  const row = createRecord()
  row['n'] = n
  return row
}

function statusOf(run: EngineRun, node: string): NodeStatus {
  const found = run.status().find((status) => status.node === node)
  if (found === undefined) throw new Error(`there is no node ${node}`)
  return found
}

const sql = 'SELECT * FROM s'
const single = { sendSingle: true, dataTemplate: '{{.n}}' }
const keep = { disableBufferFullDiscard: true }
const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

describe('a stuck sink of a rule that may lose no row', () => {
  test.each([1, 10, 1000])('holds a fast source that emits %i at once', async (atOnce) => {
    const properties = { ...single, bufferLength: 100 }
    const rule = start({
      rules: [{ id: 'r', sql, actions: [{ slow: properties }], options: keep }],
    })
    const [source] = rule.sources
    source?.emit(100_000, atOnce)
    // One is in the sink's hand, 100 wait, and what came in one call with the last stands before the rule.
    const emitted = Math.ceil(101 / atOnce) * atOnce
    expect([source?.isPaused, source?.emitted]).toEqual([true, emitted])
    expect(rule.status('rule/r').rowsIn).toBe(101)
    expect(rule.status('stream/s')).toMatchObject({
      rowsOut: emitted,
      dropped: 0,
      state: 'running',
      message: 'Held: the rule r waits for its sink.',
    })
    await rule.write(emitted + 2)
    expect(rule.written['r/slow_0']).toEqual(numbers(1, emitted))
    expect(source?.isPaused).toBe(false)
    expect(rule.status('stream/s').message).toBeUndefined()
  })

  test('writes all rows in their order, however often the source is held', async () => {
    const rule = start({
      rules: [{ id: 'r', sql, actions: [{ slow: { ...single, bufferLength: 3 } }], options: keep }],
    })
    const [source] = rule.sources
    for (let turn = 0; turn < 200; turn += 1) {
      source?.emit(7, 2)
      await rule.write(1)
    }
    await rule.write(1000)
    expect(rule.written['r/slow_0']).toEqual(numbers(1, source?.emitted ?? 0))
    expect(rule.status('action/r/0')).toMatchObject({ rowsOut: source?.emitted, dropped: 0 })
  })

  test('drops the newest rows of a source that cannot be held, and counts them', async () => {
    const rule = start({
      rules: [
        {
          id: 'r',
          sql,
          actions: [{ slow: { ...single, bufferLength: 10 } }],
          options: { ...keep, bufferLength: 20 },
        },
      ],
      canPause: false,
    })
    const reasons: string[] = []
    rule.run.observe('stream/s', (event) => {
      if (event.kind === 'dropped') reasons.push(event.reason)
    })
    rule.sources[0]?.emit(1000)
    expect(rule.status('stream/s')).toMatchObject({
      rowsOut: 1000,
      dropped: 1000 - 31,
      droppedBy: { 'buffer-full': 1000 - 31 },
    })
    expect(reasons[0]).toBe(
      'buffer full: 20 rows wait for the rule r and its source cannot be held, the newest was dropped',
    )
    await rule.write(1000)
    expect(rule.written['r/slow_0']).toEqual(numbers(1, 31))
    expect(rule.status('action/r/0')).toMatchObject({ rowsIn: 31, rowsOut: 31, dropped: 0 })
  })

  test('holds the other action of its rule no longer than itself', async () => {
    const slow = { ...single, ...keep, bufferLength: 2 }
    const rule = start({
      rules: [{ id: 'r', sql, actions: [{ slow }, { quick: single }], options: {} }],
    })
    rule.sources[0]?.emit(100)
    expect(rule.written['r/quick_1']).toEqual(numbers(1, 3))
    await rule.write(2)
    rule.sources[0]?.emit(100)
    expect(rule.written['r/quick_1']).toEqual(numbers(1, 5))
  })

  test('holds no other rule: it reads the stream from a source of its own', () => {
    const rule = start({
      rules: [
        { id: 'held', sql, actions: [{ slow: { ...single, bufferLength: 5 } }], options: keep },
        { id: 'free', sql, actions: [{ quick: single }], options: {} },
      ],
    })
    expect(rule.sources).toHaveLength(2)
    for (const source of rule.sources) source.emit(100)
    expect(rule.sources.map(({ isPaused }) => isPaused)).toEqual([false, true])
    expect(rule.written['free/quick_0']).toEqual(numbers(1, 100))
    expect(rule.run.status().filter(({ node }) => node === 'stream/s')).toHaveLength(1)
  })

  test('drops the oldest rows of a shared stream, whose other rules go on', async () => {
    const slow = { ...single, ...keep, bufferLength: 5 }
    const rule = start({
      stream: 'WITH (TYPE="fast", SHARED="true")',
      rules: [
        { id: 'held', sql, actions: [{ slow }], options: { bufferLength: 10 } },
        { id: 'free', sql, actions: [{ quick: single }], options: {} },
      ],
    })
    rule.sources[0]?.emit(100)
    expect(rule.sources.map(({ isPaused }) => isPaused)).toEqual([false])
    expect(rule.written['free/quick_0']).toEqual(numbers(1, 100))
    expect(rule.status('stream/s').dropped).toBe(100 - 16)
    await rule.write(100)
    expect(rule.written['held/slow_0']).toEqual([...numbers(1, 6), ...numbers(91, 100)])
  })

  test('stops the windows of its rule, which go on when it has room', async () => {
    const window = 'SELECT count(*) AS n FROM s GROUP BY TUMBLINGWINDOW(ss, 1)'
    const rule = start({
      rules: [
        {
          id: 'r',
          sql: window,
          actions: [{ slow: { bufferLength: 2 } }],
          options: keep,
        },
      ],
    })
    for (let second = 1; second <= 100; second += 1) {
      rule.sources[0]?.emit(1)
      rule.clock.advanceTo(second * 1000)
    }
    expect(rule.status('action/r/0').rowsIn).toBe(3)
    expect(rule.sources[0]?.emitted).toBeLessThan(6)
    await rule.write(2)
    rule.clock.advanceTo(100_001)
    expect(rule.status('action/r/0').rowsIn).toBeGreaterThan(3)
  })

  test('is not left behind when its source ends', async () => {
    const rule = start({
      rules: [{ id: 'r', sql, actions: [{ slow: { ...single, bufferLength: 1 } }], options: keep }],
    })
    let hasEnded = false
    rule.run.onEnd(() => {
      hasEnded = true
    })
    rule.sources[0]?.emit(5, 5)
    rule.sources[0]?.end()
    await rule.write(4)
    expect(hasEnded).toBe(false)
    await rule.write(2)
    expect([hasEnded, rule.written['r/slow_0']]).toEqual([true, numbers(1, 5)])
  })
})

test('rows that wait for a held rule when the run stops are counted as dropped', async () => {
  const rule = start({
    canPause: false,
    rules: [{ id: 'r', sql, actions: [{ slow: { ...single, bufferLength: 1 } }], options: keep }],
  })
  rule.sources[0]?.emit(5)
  await rule.run.stop()
  const action = rule.status('action/r/0')
  const stream = rule.status('stream/s')
  expect(stream.dropped).toBeGreaterThan(0)
  expect(stream.droppedBy).toEqual({ stopped: stream.dropped })
  expect(action.rowsIn + stream.dropped).toBe(5)
  expect(action.droppedBy).toEqual({ stopped: action.rowsIn })
})

test('a rule that may lose rows holds nothing: its action drops the oldest', async () => {
  const rule = start({
    rules: [{ id: 'r', sql, actions: [{ slow: { ...single, bufferLength: 10 } }], options: {} }],
  })
  rule.sources[0]?.emit(1000)
  expect(rule.sources[0]?.emitted).toBe(1000)
  expect(rule.status('action/r/0')).toMatchObject({ rowsIn: 1000, dropped: 1000 - 11 })
  await rule.write(100)
  expect(rule.written['r/slow_0']).toEqual(['1', ...numbers(991, 1000)])
})
