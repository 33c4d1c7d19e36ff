import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecord, NIL_LIST, type RecordValue, type Value } from '../../types/value.ts'
import type { SinkMessage } from '../../sink-pipeline/index.ts'
import { CachedBacklog, type CacheLimits } from './cached-backlog.ts'
import { createMemoryStore, type SinkStore } from './sink-store.ts'
import { fromStoredMessage, toStoredMessage } from './stored-message.ts'

const small: CacheLimits = {
  memoryCacheThreshold: 4,
  maxDiskCache: 4,
  bufferPageSize: 2,
  cleanCacheAtStop: false,
}

const message = (n: number): SinkMessage => ({ data: new Uint8Array([n]), properties: {} })
const numberOf = ({ data }: SinkMessage): number =>
  data instanceof Uint8Array ? (data[0] ?? -1) : -1

function open(store: SinkStore, limits = small) {
  const drops: string[] = []
  const faults: string[] = []
  const stored: number[] = []
  const kept: number[] = []
  const backlog = new CachedBacklog({
    limits,
    open: () => store.open({ ruleId: 'r', action: 0, queue: 'main' }),
    dropped: (lost, { text }) => drops.push(`${lost === undefined ? '?' : numberOf(lost)} ${text}`),
    stored: (beyond) => stored.push(numberOf(beyond)),
    kept: (count) => kept.push(count),
    failed: (reason) => faults.push(reason),
    recovered: () => faults.push('it keeps messages again'),
  })
  const push = (from: number, to: number): void => {
    for (let n = from; n <= to; n += 1) backlog.push(message(n))
  }
  const drain = (): readonly number[] => {
    const all: number[] = []
    for (let next = backlog.take(1); next.length > 0; next = backlog.take(1)) {
      all.push(...next.map(numberOf))
      backlog.settle(1)
    }
    return all
  }
  return { backlog, drops, faults, stored, kept, push, drain }
}

describe('a cached backlog', () => {
  test('gives what was pushed in order, from memory and from the store', () => {
    const { backlog, push, drain, drops, stored } = open(createMemoryStore())
    push(1, 8)
    expect(backlog.length).toBe(8)
    expect(stored).toEqual([5, 6, 7, 8])
    expect(drain()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(drops).toEqual([])
  })

  test('drops the oldest page when the store holds its most', () => {
    const { push, drain, drops } = open(createMemoryStore())
    push(1, 9)
    const reason = 'the cache is full: 4 messages are on disk, the oldest page was dropped'
    expect(drops).toEqual([`1 ${reason}`, `2 ${reason}`])
    expect(drain()).toEqual([3, 4, 5, 6, 7, 8, 9])
  })

  test('never drops what the sink is just writing', () => {
    const store = createMemoryStore()
    const { backlog, push, drain, drops } = open(store)
    push(1, 1)
    backlog.take(1)
    push(2, 9)
    expect(drops.map((text) => text.split(' ')[0])).toEqual(['2', '3'])
    backlog.putBack()
    expect(drain()).toEqual([1, 4, 5, 6, 7, 8, 9])
    expect(open(store).drain()).toEqual([])
  })

  test('is found again by the next run, without what was settled', () => {
    const store = createMemoryStore()
    const first = open(store)
    first.push(1, 6)
    first.backlog.take(3)
    first.backlog.settle(2)
    first.backlog.close()
    expect([first.kept, first.drops]).toEqual([[4], []])
    const second = open(store)
    second.push(7, 7)
    expect(second.drain()).toEqual([3, 4, 5, 6, 7])
  })

  test('is thrown away at the stop where the action says so', () => {
    const store = createMemoryStore()
    const first = open(store, { ...small, cleanCacheAtStop: true })
    first.push(1, 6)
    first.backlog.take(1)
    first.backlog.close()
    expect(open(store).drain()).toEqual([])
    const reason = 'cleanCacheAtStop: the cache was emptied when the rule stopped'
    expect(first.drops).toEqual(['1', '2', '3', '4', '?', '?'].map((n) => `${n} ${reason}`))
    expect(first.kept).toEqual([])
  })

  test('an answer that comes after the close changes nothing', () => {
    const store = createMemoryStore()
    const first = open(store)
    first.push(1, 6)
    first.backlog.take(1)
    first.backlog.close()
    const second = open(store)
    first.backlog.settle(1)
    expect(second.drain()).toEqual([1, 2, 3, 4, 5, 6])
    expect(first.faults).toEqual([])
  })

  test('a store that cannot be opened leaves the memory part, and more is dropped', () => {
    const { backlog, push, drain, drops, faults, kept } = open({
      isUsed: () => false,
      open: () => {
        throw new Error('no such folder')
      },
    })
    push(1, 6)
    expect(faults).toEqual(['the cache cannot be used: no such folder'])
    expect(drops).toEqual([
      '5 the cache is full and no such folder',
      '6 the cache is full and no such folder',
    ])
    expect(drain()).toEqual([1, 2, 3, 4])
    push(7, 8)
    backlog.take(1)
    backlog.close()
    const lost = 'it waited for the sink when the rule stopped, and its cache could not keep it'
    expect(drops.slice(2)).toEqual([`7 ${lost}`, `8 ${lost}`])
    expect(kept).toEqual([])
  })

  test('a disk that fills up and is cleared again loses only what came while it was full', () => {
    const inner = createMemoryStore()
    let isFull = false
    const { push, drain, drops, faults } = open({
      isUsed: (place) => inner.isUsed(place),
      open: (place) => {
        const messages = inner.open(place)
        return {
          ...messages,
          get length() {
            return messages.length
          },
          append: (bytes) => {
            if (isFull) throw new Error('no space left')
            messages.append(bytes)
          },
        }
      },
    })
    push(1, 5)
    isFull = true
    push(6, 6)
    isFull = false
    push(7, 7)
    expect(faults).toEqual([
      'the cache cannot be written: no space left',
      'it keeps messages again',
    ])
    expect(drops).toEqual(['6 the cache is full and cannot be written: no space left'])
    expect(drain()).toEqual([1, 2, 3, 4, 5, 7])
  })

  test('keeps order whatever is pushed, taken, put back, settled and restarted', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('push' as const), count: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.constant({ kind: 'putBack' as const, count: 0 }),
      fc.constant({ kind: 'restart' as const, count: 0 }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = createMemoryStore()
        const limits = { ...small, maxDiskCache: 1000 }
        let current = open(store, limits)
        const settled: number[] = []
        let next = 0
        let expected = 0
        for (const { kind, count } of steps) {
          if (kind === 'push') {
            current.push(next, next + count - 1)
            next += count
          } else if (kind === 'take') {
            const taken = current.backlog.take(count)
            const done = Math.floor(taken.length / 2)
            settled.push(...taken.slice(0, done).map(numberOf))
            current.backlog.settle(done)
            current.backlog.putBack()
          } else if (kind === 'restart') {
            current.backlog.close()
            current = open(store, limits)
          }
        }
        settled.push(...current.drain())
        expected = next
        expect(settled).toEqual(Array.from({ length: expected }, (_, n) => n % 256))
        expect(current.drops).toEqual([])
      }),
    )
  })
})

describe('a stored message', () => {
  const record = (values: Readonly<Record<string, Value>>): RecordValue => {
    const made = createRecord()
    for (const [name, value] of Object.entries(values)) made[name] = value
    return made
  }

  test.each<[string, SinkMessage]>([
    ['bytes', { data: new Uint8Array([10, 0, 255]), properties: { topic: 'a\nb' } }],
    ['no bytes', { data: new Uint8Array(), properties: {} }],
    ['no rows', { data: [], properties: {} }],
    [
      'every kind of value',
      {
        data: [
          record({
            integer: 9007199254740993n,
            float: -0,
            infinite: Infinity,
            text: '\ud800 \n',
            nothing: null,
            yes: true,
            bytes: new Uint8Array([1, 2]),
            time: { kind: 'datetime', epochMs: 1.5e12, nanos: 7, zone: '+02:00' },
            span: { kind: 'duration', nanoseconds: 5n },
            day: { kind: 'weekday', day: 3 },
            list: [1, ['list', null], []],
            nested: record({ kind: 'datetime' }),
          }),
        ],
        properties: {},
      },
    ],
  ])('%s', (_, given) => {
    expect(fromStoredMessage(toStoredMessage(given))).toEqual(given)
  })

  test('keeps names that mean something to JavaScript, and the nil list', () => {
    const row = record({ constructor: NIL_LIST })
    const withProto = createRecord()
    withProto['__proto__'] = 1
    const read = fromStoredMessage(toStoredMessage({ data: [row, withProto], properties: {} }))
    const [first, second] = read?.data as readonly RecordValue[]
    expect(first?.['constructor']).toBe(NIL_LIST)
    expect(Object.keys(second ?? {})).toEqual(['__proto__'])
  })

  test.each(['', 'x', '{}\n', '{"properties":{},"rows":["what"]}\n', '[1\n'])(
    'is not made of %j',
    (text) => {
      expect(fromStoredMessage(new TextEncoder().encode(text))).toBeUndefined()
    },
  )
})
