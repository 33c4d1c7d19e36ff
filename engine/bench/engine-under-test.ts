import type { SourceContext } from '../api/source.ts'
import { defineSource, z } from '../api/index.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { RunningEngine } from '../runtime/engine-run.ts'
import { prepareRun } from '../runtime/prepare-run.ts'
import { createVirtualClock, type VirtualClock } from '../testkit/virtual-clock.ts'
import type { Feed } from './feed.ts'
import type { Query } from './queries.ts'

export interface Runnable {
  readonly pass: () => void
  /** How many result rows came so far. */
  readonly results: () => number
}

const batchSize = 100
/** How much time passes with each batch: 10,000 rows a second. */
const batchMs = 10

/** A whole run up to the result rows; sinks are another benchmark. */
export function createEngineRun(query: Query, feed: Feed, from: 'bytes' | 'objects'): Runnable {
  const clock = createVirtualClock(1_700_000_000_000)
  const contexts: SourceContext[] = []
  const source = defineSource({
    type: 'bench',
    title: 'Bench',
    summary: 'Rows from memory.',
    examples: [],
    emits: from === 'bytes' ? 'bytes' : 'rows',
    properties: z.looseObject({}),
    create: () => ({
      configure: () => undefined,
      open: (context) => {
        contexts.push(context)
      },
      close: () => undefined,
    }),
  })
  const prepared = prepareRun(
    {
      streams: ['s', 'r'].map(
        (name) => `CREATE STREAM ${name} () WITH (TYPE="bench", DATASOURCE="${name}")`,
      ),
      rules: Array.from({ length: query.rules }, (_, i) => ({
        id: `rule${String(i)}`,
        sql: query.sql,
        actions: [],
        options: {},
      })),
      sourceConfigurations: {},
    },
    {
      components: createComponentRegistry([source]),
      functions: createFunctionCatalog(),
      codecs: undefined,
    },
  )
  const problem = prepared.problems.find(({ diagnostic }) => diagnostic.severity === 'error')
  if (problem !== undefined) throw new Error(problem.diagnostic.message)
  const run = new RunningEngine(prepared, {
    clock,
    random: () => 0,
    newId: () => '',
    log: (line) => {
      if (line.level === 'error') throw new Error(line.message)
    },
  })
  run.start()
  const results = (): number =>
    run.status().reduce((sum, status) => {
      return status.node.startsWith('rule/') ? sum + status.rowsOut : sum
    }, 0)
  return { pass: createPass(feed, from, clock, contexts), results }
}

function createPass(
  feed: Feed,
  from: 'bytes' | 'objects',
  clock: VirtualClock,
  contexts: readonly SourceContext[],
): () => void {
  const messages = inBatches(feed.payloads.map((payload) => ({ payload })))
  const rows = inBatches(feed.rows.map((row) => ({ row })))
  return () => {
    for (let i = 0; i < messages.length; i++) {
      clock.advanceTo(clock.now() + batchMs)
      // Two streams share the rows between them, so that a join sees as many rows as any other query.
      const context = contexts[i % contexts.length]
      if (from === 'bytes') context?.emitMessages(messages[i] ?? [])
      else context?.emitRows(rows[i] ?? [])
    }
  }
}

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  const batches: T[][] = []
  for (let i = 0; i < items.length; i += batchSize) batches.push(items.slice(i, i + batchSize))
  return batches
}
