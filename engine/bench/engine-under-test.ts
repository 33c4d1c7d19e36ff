import { defineSource, z } from '../api/index.ts'
import type { SourceContext } from '../api/source.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { prepareRun, type PreparedRun } from '../runtime/prepare-run.ts'
import type { ResultReceiver } from '../runtime/rules/result-receiver.ts'
import { RuleRun } from '../runtime/rules/rule-run.ts'
import type { EngineEnvironment } from '../runtime/run.ts'
import { StreamRun } from '../runtime/streams/stream-run.ts'
import type { StreamSubscriber } from '../runtime/streams/stream-subscriber.ts'
import { createTopicBus } from '../runtime/topic-bus.ts'
import { createVirtualClock } from '../testkit/virtual-clock.ts'
import type { MutableRecord } from '../types/value.ts'
import { Consumer } from './consumer.ts'
import { batchMs, type Feed } from './feed.ts'
import type { Query } from './queries.ts'
import type { Runnable } from './runnable.ts'

/** A whole run from the source's context up to the result rows; sinks are another benchmark. */
export function createEngineRun(query: Query, feed: Feed, from: 'bytes' | 'objects'): Runnable {
  const consumer = new Consumer(query.column)
  const take = (results: readonly object[]): void => {
    consumer.take(results)
  }
  return { consumer, pass: createPass(query, feed, from, take) }
}

/** The same with any code that takes the rows of a result. */
export function createPass(
  query: Query,
  feed: Feed,
  from: 'bytes' | 'objects',
  take: (results: readonly MutableRecord[]) => void,
): () => void {
  const clock = createVirtualClock(1_700_000_000_000)
  const contexts: SourceContext[] = []
  const environment: EngineEnvironment = {
    clock,
    random: () => 0,
    newId: () => '',
    log: (line) => {
      if (line.level === 'error') throw new Error(line.message)
    },
  }
  start(prepare(query, from, contexts, environment), take, environment)
  if (contexts.length !== query.streams) throw new Error(`${query.name} reads other streams`)
  return () => {
    for (let i = 0; i < feed.rows.length; i++) {
      clock.advanceTo(clock.now() + batchMs)
      const context = contexts[i % contexts.length]
      if (from === 'bytes') context?.emitMessages(feed.payloads[i] ?? [])
      else context?.emitRows(feed.rows[i] ?? [])
    }
  }
}

function prepare(
  query: Query,
  from: 'bytes' | 'objects',
  contexts: SourceContext[],
  environment: EngineEnvironment,
): PreparedRun {
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
      environment,
    },
  )
  const problem = prepared.problems.find(({ diagnostic }) => diagnostic.severity === 'error')
  if (problem !== undefined) throw new Error(problem.diagnostic.message)
  return prepared
}

/** Wires streams and rules as a run does, with `take` where the sinks would be. */
function start(
  prepared: PreparedRun,
  take: (results: readonly MutableRecord[]) => void,
  environment: EngineEnvironment,
): void {
  const receiver: ResultReceiver = {
    send: take,
    sendCollection: take,
    sendError: (message) => {
      throw new Error(message)
    },
    // What is measured is the results' records.
    sendValues: undefined,
    sourceEnded: () => undefined,
  }
  const rules = prepared.rules.flatMap((rule) =>
    rule.kind === 'select' ? [new RuleRun({ ...rule, environment, actions: [receiver] })] : [],
  )
  const subscribers = new Map<string, StreamSubscriber[]>()
  for (const rule of rules) {
    for (const { stream, subscriber } of rule.subscriptions()) {
      const list = subscribers.get(stream) ?? []
      list.push(subscriber)
      subscribers.set(stream, list)
    }
  }
  const topics = createTopicBus((error) => {
    throw error
  })
  const { signal } = new AbortController()
  const streams = new Map<string, StreamRun>()
  for (const [name, list] of subscribers) {
    const source = prepared.sources.get(name)
    if (source === undefined) throw new Error(`there is no source of ${name}`)
    const ended = (): void => undefined
    const options = { prepared: source, ruleId: 'bench', environment, topics, signal, ended }
    streams.set(name, new StreamRun(options, list))
  }
  for (const rule of rules) rule.start(streams, new Map())
  for (const stream of streams.values()) stream.start()
}
