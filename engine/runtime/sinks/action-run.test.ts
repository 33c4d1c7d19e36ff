import { describe, expect, test } from 'vitest'
import { ConnectionError, defineSink, defineSource, z } from '../../api/index.ts'
import type { SinkData } from '../../api/sink.ts'
import type { SourceContext } from '../../api/source.ts'
import { createComponentRegistry } from '../../registry/component-registry.ts'
import { createVirtualClock } from '../../testkit/virtual-clock.ts'
import { toJsonText } from '../../types/json-text.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { createEngine } from '../engine.ts'
import type { TraceStep } from '../run.ts'
import { createMemoryStore, type SinkStore } from './sink-store.ts'

type Answer = 'write' | 'later' | 'away' | 'bad'

interface Given {
  readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly store?: SinkStore
  /** What the sinks answer until told otherwise. */
  readonly first?: Answer
}

/** A rule with two kinds of sinks, whose answers the test decides. */
function startRule({ actions, options = {}, store = createMemoryStore(), first = 'write' }: Given) {
  const clock = createVirtualClock(0)
  const sent: string[] = []
  const topics: string[] = []
  let answer: Answer = first
  let release: (() => void)[] = []
  let context: SourceContext | undefined
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
  const source = defineSource({
    type: 'test',
    title: 'Test',
    summary: 'Rows of a test.',
    examples: [],
    emits: 'rows',
    properties: z.looseObject({}),
    create: () => ({
      configure: () => undefined,
      open: (given) => {
        context = given
      },
      close: () => undefined,
    }),
  })
  const sinks = [
    sinkOf('bytes', 'bytes', false),
    sinkOf('rows', 'rows', false),
    sinkOf('stuck', 'bytes', true),
  ]
  const log: string[] = []
  const engine = createEngine({
    environment: {
      clock,
      random: () => 0,
      newId: () => '',
      log: ({ message }) => log.push(message),
    },
    components: createComponentRegistry([source, ...sinks]),
    store,
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
      context?.emitRows(numbers.map((n) => ({ row: rowOf(n) })))
    },
    status: (action = 0) => run.status().find(({ node }) => node === `action/r/${action}`),
  }
}

function rowOf(n: number): RecordValue {
  const row = createRecord()
  row['n'] = n
  return row
}

const single = { sendSingle: true, dataTemplate: '{{.n}}' }

describe('a slow sink', () => {
  test('drops the oldest message when its buffer is full, and counts it', async () => {
    const rule = startRule({ actions: [{ bytes: { ...single, bufferLength: 2 } }] })
    rule.answerWith('later')
    rule.send(1, 2, 3, 4)
    await rule.release()
    expect(rule.sent).toEqual(['1', '3', '4'])
    expect(rule.status()).toMatchObject({ rowsIn: 4, rowsOut: 3, dropped: 1, errors: 0 })
  })

  test('does not hold up the other action of its rule', () => {
    const rule = startRule({
      actions: [{ stuck: { bufferLength: 2 } }, { bytes: single }],
    })
    rule.send(1, 2, 3, 4, 5)
    expect(rule.sent).toEqual(['1', '2', '3', '4', '5'])
    expect([rule.status(0)?.dropped, rule.status(1)?.dropped]).toEqual([2, 0])
  })

  test.each([
    [{ disableBufferFullDiscard: true }, {}],
    [{}, { disableBufferFullDiscard: true }],
  ])('drops nothing with the rule option %j or the property %j', async (options, property) => {
    const properties = { ...single, bufferLength: 1, ...property }
    const rule = startRule({ actions: [{ bytes: properties }], options })
    rule.answerWith('later')
    rule.send(1, 2, 3, 4)
    await rule.release()
    expect(rule.sent).toEqual(['1', '2', '3', '4'])
    expect(rule.status()?.dropped).toBe(0)
  })
})

describe('a sink whose other side is away', () => {
  test('loses the message with its reason where nothing is sent again', () => {
    const rule = startRule({ actions: [{ bytes: single }] })
    rule.answerWith('away')
    rule.send(1)
    expect(rule.status()).toMatchObject({
      dropped: 1,
      errors: 1,
      lastError: { message: 'nobody there' },
    })
  })

  test('gets everything in order when it is back, with the cache', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, enableCache: true } }] })
    rule.answerWith('away')
    rule.send(1, 2)
    rule.clock.advanceTo(350)
    rule.answerWith('write')
    rule.send(3)
    expect(rule.sent).toEqual([])
    rule.clock.advanceTo(400)
    expect(rule.sent).toEqual(['1', '2', '3'])
    expect(rule.status()).toMatchObject({ dropped: 0, errors: 4 })
  })

  test('gets the messages of an earlier run first', async () => {
    const store = createMemoryStore()
    const actions = [{ rows: { sendSingle: true, enableCache: true } }]
    const first = startRule({ actions, store })
    first.answerWith('away')
    first.send(1, 2)
    await first.run.stop()
    const second = startRule({ actions, store })
    second.send(3)
    expect(second.sent).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  })

  test('an error that is no loss of connection loses its message alone, cache or not', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, enableCache: true } }] })
    rule.answerWith('bad')
    rule.send(1)
    rule.answerWith('write')
    rule.send(2)
    expect(rule.sent).toEqual(['2'])
    expect(rule.status()).toMatchObject({ dropped: 1, lastError: { message: 'not wanted' } })
  })

  test('new messages pass old ones where there is a separate queue, which may have its own topic', () => {
    const properties = {
      ...single,
      enableCache: true,
      resendAlterQueue: true,
      topic: 'new/{{.n}}',
      resendDestination: 'old/{{.n}}',
    }
    const rule = startRule({ actions: [{ bytes: properties }] })
    rule.answerWith('away')
    rule.send(1, 2)
    rule.answerWith('write')
    rule.send(3)
    expect(rule.sent).toEqual(['3'])
    rule.clock.advanceTo(100)
    expect(rule.sent).toEqual(['3', '1', '2'])
    expect(rule.topics).toEqual(['new/3', 'old/1', 'old/2'])
    expect(rule.status()).toMatchObject({ rowsIn: 3, rowsOut: 3, dropped: 0 })
  })
})

describe('what a run with a separate queue left', () => {
  const cached = { ...single, enableCache: true, topic: 't', resendDestination: 'old' }

  async function leave(
    store: SinkStore,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const actions = [{ bytes: { ...cached, resendAlterQueue: true, ...more } }]
    const rule = startRule({ actions, store })
    rule.answerWith('away')
    rule.send(1, 2)
    await rule.run.stop()
  }

  test('is sent first, where it was to go, by a run without one', async () => {
    const store = createMemoryStore()
    await leave(store)
    const rule = startRule({ actions: [{ bytes: cached }], store })
    rule.send(3)
    expect([rule.sent, rule.topics]).toEqual([
      ['1', '2', '3'],
      ['old', 'old', 't'],
    ])
    await rule.run.stop()
    const next = startRule({ actions: [{ bytes: { ...cached, resendAlterQueue: true } }], store })
    next.clock.advanceTo(1000)
    expect(next.sent).toEqual([])
  })

  test('is kept in order with what waits behind it, and thrown away with it', async () => {
    const store = createMemoryStore()
    await leave(store)
    const away = startRule({ actions: [{ bytes: cached }], store, first: 'away' })
    away.send(3, 4)
    await away.run.stop()
    const clean = { ...cached, cleanCacheAtStop: true }
    const second = startRule({ actions: [{ bytes: clean }], store })
    second.send(5)
    expect(second.sent).toEqual(['1', '2', '3', '4', '5'])
    second.answerWith('away')
    second.send(6)
    await second.run.stop()
    const last = startRule({ actions: [{ bytes: cached }], store })
    expect(last.sent).toEqual([])
  })

  test('is thrown away at the stop of a run with two queues, if that is asked for', async () => {
    const store = createMemoryStore()
    await leave(store, { cleanCacheAtStop: true })
    expect(startRule({ actions: [{ bytes: cached }], store }).sent).toEqual([])
  })

  test('is named by a run without a cache', async () => {
    const store = createMemoryStore()
    await leave(store)
    const rule = startRule({ actions: [{ bytes: single }], store })
    expect(rule.log).toEqual([
      '2 messages of an earlier run are in its cache: switch its cache on to send them, with cleanCacheAtStop to throw them away',
    ])
  })
})

describe('a trace', () => {
  const record = (rule: ReturnType<typeof startRule>) => {
    const steps: TraceStep[] = []
    const cancel = rule.run.trace('action/r/0', (step) => steps.push(step))
    const take = (): readonly string[] => steps.splice(0).map(describeStep)
    return { take, cancel }
  }

  test('shows each message from row to answer', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, topic: 't/{{.n}}' } }] })
    const { take, cancel } = record(rule)
    rule.send(1)
    rule.answerWith('bad')
    rule.send(2)
    expect(take()).toEqual([
      '1 transformed {"n":1} text 1',
      '1 encoded 1 t/1',
      '1 answered written',
      '2 transformed {"n":2} text 2',
      '2 encoded 2 t/2',
      '2 answered lost: not wanted',
    ])
    cancel()
    rule.send(3)
    expect(take()).toEqual([])
  })

  test('shows why a row became no message', () => {
    const rule = startRule({
      actions: [{ bytes: { sendSingle: true, dataTemplate: '{{fail\n"no"}}' } }],
    })
    const { take } = record(rule)
    rule.send(1)
    expect(take()[0]).toMatch(/^1 failed [^]*fail: no$/)
  })

  test('shows a batch as the rows it is made of', () => {
    const rule = startRule({ actions: [{ rows: { sendSingle: true, batchSize: 2 } }] })
    const { take } = record(rule)
    rule.send(1, 2)
    expect(take()).toEqual([
      '1 transformed {"n":1} data {"n":1}',
      '1 transformed {"n":2} data {"n":2}',
      '1 encoded [{"n":1},{"n":2}] ',
      '1 answered written',
    ])
  })

  test('shows what is dropped and what is sent again, of earlier messages too', () => {
    const rule = startRule({
      actions: [{ bytes: { ...single, bufferLength: 1, resendInterval: 100 } }],
    })
    rule.answerWith('away')
    rule.send(1, 2)
    const { take } = record(rule)
    rule.send(3)
    rule.answerWith('write')
    rule.clock.advanceTo(100)
    expect(take()).toEqual([
      '1 transformed {"n":3} text 3',
      '1 encoded 3 ',
      '2 encoded 2 ',
      '2 dropped buffer full: 1 messages wait for the sink, the oldest was dropped',
      '3 encoded 1 ',
      '3 answered written',
      '1 answered written',
    ])
  })

  test('an observer of the node sees rows in and out with it', () => {
    const rule = startRule({ actions: [{ bytes: { batchSize: 2 } }] })
    const seen: string[] = []
    rule.run.observe('action/r/0', (event) => {
      if (event.kind === 'in' || event.kind === 'out') {
        seen.push(`${event.kind} ${toJsonText(event.row)}`)
      }
    })
    rule.send(1, 2)
    expect(seen).toEqual(['in {"n":1}', 'in {"n":2}', 'out {"n":1}', 'out {"n":2}'])
  })
})

function describeStep(step: TraceStep): string {
  const head = `${String(step.message)} ${step.kind}`
  switch (step.kind) {
    case 'transformed': {
      const { result } = step
      const made = result.kind === 'text' ? result.text : toJsonText(result.data)
      return `${head} ${toJsonText(step.item)} ${result.kind} ${made}`
    }
    case 'encoded': {
      const { data, properties } = step
      const text = data instanceof Uint8Array ? new TextDecoder().decode(data) : toJsonText(data)
      return `${head} ${text} ${properties['topic'] ?? ''}`
    }
    case 'answered': {
      const { answer } = step
      return `${head} ${answer.kind}${answer.kind === 'written' ? '' : `: ${answer.reason}`}`
    }
    default:
      return `${head} ${step.reason}`
  }
}
