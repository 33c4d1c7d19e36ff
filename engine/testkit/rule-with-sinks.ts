import { ConnectionError, defineSink, z } from '../api/index.ts'
import type { SinkData } from '../api/sink.ts'
import { createTestEngine } from './test-engine.ts'
import { createTestSink, textOf } from './test-sink.ts'
import { createTestSource } from './test-source.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { toJsonText } from '../types/json-text.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import { createMemoryStore, type SinkStore } from '../runtime/sinks/sink-store.ts'

type Answer = 'write' | 'later' | 'away' | 'bad'

interface Given {
  readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly store?: SinkStore
  /** What the sinks answer until told otherwise. */
  readonly first?: Answer
}

/** A rule with two kinds of sinks, whose answers the test decides. */
export function startRule({
  actions,
  options = {},
  store = createMemoryStore(),
  first = 'write',
}: Given) {
  const clock = createVirtualClock(0)
  const sent: string[] = []
  const topics: string[] = []
  const quick: string[] = []
  let answer: Answer = first
  let release: (() => void)[] = []
  const collect = (data: SinkData, topic: string): void | Promise<void> => {
    const text = data instanceof Uint8Array ? new TextDecoder().decode(data) : toJsonText(data)
    if (answer === 'away') throw new ConnectionError('nobody there')
    if (answer === 'bad') throw new Error('not wanted')
    topics.push(topic)
    if (answer === 'write') return void sent.push(text)
    return new Promise((resolve) => {
      release.push(() => {
        sent.push(text)
        resolve()
      })
    })
  }
  const sinkOf = (type: string, accepts: 'bytes' | 'rows', isSlow: boolean) =>
    defineSink({
      type,
      title: type,
      summary: 'Keeps what it gets.',
      examples: [],
      accepts,
      properties: z.looseObject({ topic: z.string().default('') }),
      sink: () => {
        let topic = ''
        return {
          configure: (given) => {
            topic = String(given['topic'])
          },
          open: () => undefined,
          collect: (_, data, item) =>
            isSlow
              ? new Promise(() => undefined)
              : collect(data, item.properties['topic'] ?? topic),
          close: () => undefined,
        }
      },
    })
  const { source, contexts } = createTestSource('test', 'rows')
  const sinks = [
    sinkOf('bytes', 'bytes', false),
    sinkOf('rows', 'rows', false),
    sinkOf('stuck', 'bytes', true),
    createTestSink('quick', 'bytes', (data) => quick.push(textOf(data))),
  ]
  const log: string[] = []
  const engine = createTestEngine({
    clock,
    components: [source, ...sinks],
    store,
    log: (message) => log.push(message),
  })
  const started = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="test")'],
    rules: [{ id: 'r', sql: 'SELECT * FROM s', actions, options }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  const { run } = started
  return {
    run,
    clock,
    sent,
    topics,
    /** What the sink `quick` got, which always writes at once. */
    quick,
    log,
    answerWith: (next: Answer) => (answer = next),
    release: async () => {
      while (release.length > 0) {
        const all = release
        release = []
        for (const resolve of all) resolve()
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
      }
    },
    send: (...numbers: readonly number[]) => {
      contexts.get('s')?.emitRows(numbers.map((n) => ({ row: rowOf(n) })))
    },
    /** The source gives nothing more. */
    end: () => contexts.get('s')?.end(),
    status: (action = 0) => run.status().find(({ node }) => node === `action/r/${action}`),
  }
}

export function rowOf(n: number): RecordValue {
  const row = createRecord()
  row['n'] = n
  return row
}

/** Each row goes alone, as its number. */
export const single = { sendSingle: true, dataTemplate: '{{.n}}' }
