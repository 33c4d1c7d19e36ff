import { expect, test } from 'vitest'
import { single, startRule } from '../../testkit/rule-with-sinks.ts'
import type { DropCause } from '../drop-cause.ts'
import type { TraceStep } from '../run.ts'
import { createMemoryStore, type SinkStore, type StoredMessages } from './sink-store.ts'

type Rule = ReturnType<typeof startRule>

interface Case {
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly store?: SinkStore
  readonly happen: (rule: Rule) => void | Promise<void>
  readonly cause: DropCause
  /** Every drop of the action, in order. */
  readonly reasons: readonly string[]
}

/** A store that fails where `faults` say so. */
function faultyStore(faults: Partial<StoredMessages>, open?: () => never): SinkStore {
  const store = createMemoryStore()
  return {
    isUsed: (place) => store.isUsed(place),
    open(place) {
      open?.()
      const messages = store.open(place)
      return {
        get length() {
          return messages.length
        },
        append: faults.append ?? ((message) => messages.append(message)),
        read: faults.read ?? ((from, count) => messages.read(from, count)),
        drop: (count) => messages.drop(count),
        clear: () => messages.clear(),
        close: () => messages.close(),
      }
    },
  }
}

const cache = { enableCache: true, memoryCacheThreshold: 1, bufferPageSize: 1, maxDiskCache: 1 }
const fail = (message: string) => (): never => {
  throw new Error(message)
}

const cases: readonly Case[] = [
  {
    name: 'a full buffer',
    properties: { bufferLength: 1 },
    happen: (rule) => {
      rule.answerWith('later')
      rule.send(1, 2, 3)
    },
    cause: 'buffer-full',
    reasons: ['buffer full: 1 messages wait for the sink, the oldest was dropped'],
  },
  {
    name: 'a sink that refuses',
    properties: {},
    happen: (rule) => {
      rule.answerWith('bad')
      rule.send(1)
    },
    cause: 'sink-refused',
    reasons: ['the sink could not write it: not wanted'],
  },
  {
    name: 'a sink that is away and is not tried again',
    properties: {},
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1)
    },
    cause: 'sink-unreachable',
    reasons: ['the sink could not write it: nobody there'],
  },
  {
    name: 'a cache that is full on disk',
    properties: cache,
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1, 2, 3)
    },
    cause: 'cache-full',
    reasons: ['the cache is full: 1 messages are on disk, the oldest page was dropped'],
  },
  {
    name: 'a disk that is full',
    properties: cache,
    store: faultyStore({ append: fail('no space left') }),
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1, 2)
    },
    cause: 'cache-unusable',
    reasons: ['the cache is full and cannot be written: no space left'],
  },
  {
    name: 'a cache that cannot be opened',
    properties: cache,
    store: faultyStore({}, fail('read-only')),
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1, 2)
    },
    cause: 'cache-unusable',
    reasons: ['the cache is full and read-only'],
  },
  {
    name: 'a message that comes back damaged',
    properties: { ...cache, maxDiskCache: 9 },
    store: faultyStore({
      read: (_, count) => Array.from({ length: count }, () => new Uint8Array(3)),
    }),
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1, 2)
      rule.answerWith('write')
      rule.clock.advanceTo(1000)
    },
    cause: 'cache-damaged',
    reasons: ['the cache held it damaged'],
  },
  {
    name: 'a separate resend queue that is full',
    properties: { ...cache, resendAlterQueue: true },
    happen: (rule) => {
      rule.answerWith('away')
      rule.send(1, 2, 3)
    },
    cause: 'cache-full',
    reasons: ['the cache is full: 1 messages are on disk, the oldest page was dropped'],
  },
  {
    name: 'a stop while messages wait',
    properties: {},
    happen: async (rule) => {
      rule.answerWith('later')
      rule.send(1, 2)
      await rule.run.stop()
      // It counts as dropped by now.
      await rule.release()
      expect(rule.status()?.rowsOut).toBe(0)
    },
    cause: 'stopped',
    reasons: [
      'the sink had not answered when the rule stopped',
      'it waited for the sink when the rule stopped',
    ],
  },
  {
    name: 'a stop while messages wait that may not be dropped',
    properties: { disableBufferFullDiscard: true },
    happen: async (rule) => {
      rule.answerWith('later')
      rule.send(1)
      await rule.run.stop()
    },
    cause: 'stopped',
    reasons: ['the sink had not answered when the rule stopped'],
  },
  {
    name: 'a stop before a batch is full',
    properties: { batchSize: 9, dataTemplate: '' },
    happen: async (rule) => {
      rule.send(1, 2)
      await rule.run.stop()
      expect([rule.sent, rule.status()?.rowsIn]).toEqual([[], 1])
    },
    cause: 'stopped',
    reasons: ['its batch was not full when the rule stopped'],
  },
  {
    name: 'a cache that is emptied at the stop',
    properties: { ...cache, cleanCacheAtStop: true },
    happen: async (rule) => {
      rule.answerWith('away')
      rule.send(1)
      await rule.run.stop()
    },
    cause: 'stopped',
    reasons: ['cleanCacheAtStop: the cache was emptied when the rule stopped'],
  },
]

test.each(cases)(
  'the trace tells of $name',
  async ({ properties, store, happen, cause, reasons }) => {
    const rule = startRule({
      actions: [{ bytes: { ...single, ...properties } }],
      ...(store === undefined ? {} : { store }),
    })
    const traced: string[] = []
    const shown: number[] = []
    const unshown: number[] = []
    const observed: string[] = []
    rule.run.trace('action/r/0', (step: TraceStep) => {
      if (step.kind === 'encoded') shown.push(step.message)
      const reason = reasonOf(step)
      if (reason === undefined) return
      traced.push(reason)
      if (!shown.includes(step.message)) unshown.push(step.message)
    })
    rule.run.observe('action/r/0', (event) => {
      if (event.kind === 'dropped') observed.push(event.reason)
    })
    await happen(rule)
    expect(traced).toEqual(reasons)
    expect(observed).toEqual(reasons)
    const count = reasons.length
    expect(rule.status()).toMatchObject({ dropped: count, droppedBy: { [cause]: count } })
    // Only what is damaged cannot be shown.
    expect(unshown).toHaveLength(reasons.filter((reason) => reason.endsWith('damaged')).length)
  },
)

test.each([
  [
    'a template that fails',
    { ...single, dataTemplate: '{{if eq .n 2.0}}{{fail "no"}}{{end}}x' },
    2,
  ],
  ['a value its format lacks', { sendSingle: true }, NaN],
])('a row with %s came in and is lost', (_, properties, bad) => {
  const rule = startRule({ actions: [{ bytes: properties }] })
  const observed: string[] = []
  rule.run.observe('action/r/0', ({ kind }) => observed.push(kind))
  rule.send(1, bad)
  expect(rule.status()).toMatchObject({
    ...{ rowsIn: 2, rowsOut: 1, dropped: 1, errors: 1 },
    droppedBy: { 'not-encoded': 1 },
  })
  expect(observed).toEqual(['in', 'out', 'in', 'error', 'dropped'])
})

function reasonOf(step: TraceStep): string | undefined {
  if (step.kind === 'dropped') return step.reason
  const isLost = step.kind === 'answered' && step.answer.kind === 'lost'
  return isLost ? `the sink could not write it: ${step.answer.reason}` : undefined
}
