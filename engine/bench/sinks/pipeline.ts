import { Buffer } from 'node:buffer'
import { defineSink, z } from '../../api/index.ts'
import type { SinkData } from '../../api/sink.ts'
import { createComponentRegistry } from '../../registry/component-registry.ts'
import { createEngine } from '../../runtime/engine.ts'
import { createTestSource } from '../../testkit/test-source.ts'
import { createVirtualClock } from '../../testkit/virtual-clock.ts'
import { createPass } from '../engine-under-test.ts'
import { batchMs, rowCount, type Feed } from '../feed.ts'
import type { Contender } from '../measure.ts'
import { queries } from '../queries.ts'
import type { Measurement } from './measurement.ts'

/**
 * A rule from the bytes of its payloads to a sink that only counts, beside the rule without a sink. By hand
 * is the same rule with JSON.stringify and Buffer.from of its results in the sink's place: what any sink
 * that sends JSON would add.
 */
export const pipelineMeasurements: readonly Measurement[] = [
  {
    name: 'filter rule, all rows pass, JSON sink',
    create: (feed) => ruleWithSink(feed, filterBy('vibration >= 0'), 'bytes'),
  },
  {
    name: 'filter rule, 40 % of the rows pass, JSON sink',
    create: (feed) => ruleWithSink(feed, filterBy('temperature > 50'), 'bytes'),
  },
  {
    name: 'filter rule, 10 % of the rows pass, JSON sink',
    create: (feed) => ruleWithSink(feed, filterBy('vibration > 300'), 'bytes'),
  },
  {
    name: 'filter rule, all rows pass, sink of rows',
    create: (feed) => ruleWithSink(feed, filterBy('vibration >= 0'), 'rows'),
  },
  {
    name: 'rule of 20 columns with functions, JSON sink',
    create: (feed) => ruleWithSink(feed, queryOf('20 columns, functions'), 'bytes', ['dl']),
  },
  {
    name: 'window rule, JSON sink',
    create: (feed) => ruleWithSink(feed, queryOf('tumbling by key'), 'bytes', ['n']),
  },
]

function queryOf(name: string): string {
  const query = queries.find((known) => known.name === name)
  if (query === undefined) throw new Error(`there is no query ${name}`)
  return query.sql
}

function filterBy(condition: string): string {
  return `SELECT deviceId, temperature, humidity * 2 AS h FROM s WHERE ${condition}`
}

/** `integers`: columns whose bigint JSON.stringify cannot write. */
function ruleWithSink(
  feed: Feed,
  sql: string,
  accepts: 'bytes' | 'rows',
  integers: readonly string[] = [],
): ReturnType<Measurement['create']> {
  return {
    ours: createRun(feed, sql, accepts, [{ bench: {} }]),
    others: {
      'without a sink': createRun(feed, sql, accepts, []),
      ...(accepts === 'bytes' ? { 'by hand': createByHand(feed, sql, integers) } : {}),
    },
  }
}

function createByHand(feed: Feed, sql: string, integers: readonly string[]): Contender {
  let written = 0
  const query = { name: sql, sql, rules: 1, streams: 1, column: '' }
  const pass = createPass(query, feed, 'bytes', (results) => {
    for (const row of results) for (const name of integers) row[name] = Number(row[name])
    written += Buffer.from(JSON.stringify(results)).length
  })
  return {
    rows: rowCount,
    pass: () => {
      pass()
      if (Number.isNaN(written)) throw new Error('nothing was written')
    },
  }
}

function createRun(
  feed: Feed,
  sql: string,
  accepts: 'bytes' | 'rows',
  actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[],
): Contender {
  const clock = createVirtualClock(1_700_000_000_000)
  let written = 0
  const shared = { type: 'bench', title: 'Bench', summary: 'For figures.', examples: [] }
  const { source, contexts } = createTestSource('bench', 'bytes')
  const sink = defineSink({
    ...shared,
    accepts,
    properties: z.looseObject({}),
    sink: {
      configure: () => undefined,
      open: () => undefined,
      collect: (_, data: SinkData) => {
        written += data instanceof Uint8Array || Array.isArray(data) ? data.length : 1
      },
      close: () => undefined,
    },
  })
  const engine = createEngine({
    environment: { clock, random: () => 0, newId: () => '', log: () => undefined },
    components: createComponentRegistry([source, sink]),
  })
  const started = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="bench")'],
    rules: [{ id: 'r', sql, actions, options: {} }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  return {
    rows: rowCount,
    pass: () => {
      const context = contexts.get('s')
      for (const messages of feed.payloads) {
        clock.advanceTo(clock.now() + batchMs)
        context?.emitMessages(messages)
      }
      const hasResults = started.run
        .status()
        .some(({ node, rowsOut }) => node === 'rule/r' && rowsOut > 0)
      if (!hasResults && clock.now() > 1_700_000_020_000) throw new Error('there were no results')
      if (actions.length > 0 && hasResults && written === 0) throw new Error('nothing was written')
    },
  }
}
