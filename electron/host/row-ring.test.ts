import { describe, expect, test } from 'vitest'
import type { NodeEvent } from '#engine'
import { createRowRing } from './row-ring.ts'
import type { RingSize, RowRing } from './row-ring.ts'

const event = (at: number): NodeEvent => ({ kind: 'out', at, row: { n: at } })

const rows = (count: number): RingSize => ({ rows: count, bytes: 1_000_000 })

function ringOf(capacity: number, count: number): RowRing {
  const ring = createRowRing(rows(capacity))
  for (let at = 1; at <= count; at += 1) ring.add(event(at))
  return ring
}

const numbers = (ring: RowRing, after: number, limit: number): readonly number[] =>
  ring.read(after, limit).events.map(({ number, event: { at } }) => {
    expect(at).toBe(number)
    return number
  })

test('finds an event by its number until it is gone', () => {
  const ring = ringOf(5, 12)
  expect([7, 8, 12, 13].map((number) => ring.find(number)?.at)).toEqual([
    undefined,
    8,
    12,
    undefined,
  ])
  expect(createRowRing(rows(5)).find(1)).toBeUndefined()
})

describe('a ring of five', () => {
  const cases = [
    { title: 'empty', added: 0, after: 0, limit: 10, read: [], lost: 0 },
    { title: 'partly filled', added: 3, after: 0, limit: 10, read: [1, 2, 3], lost: 0 },
    { title: 'after a number', added: 3, after: 2, limit: 10, read: [3], lost: 0 },
    { title: 'nothing new', added: 3, after: 3, limit: 10, read: [], lost: 0 },
    { title: 'a number that is not there yet', added: 3, after: 9, limit: 10, read: [], lost: 0 },
    { title: 'a negative number', added: 2, after: -5, limit: 10, read: [1, 2], lost: 0 },
    { title: 'just full', added: 5, after: 0, limit: 10, read: [1, 2, 3, 4, 5], lost: 0 },
    { title: 'overwritten', added: 13, after: 0, limit: 10, read: [9, 10, 11, 12, 13], lost: 8 },
    { title: 'partly overwritten', added: 13, after: 6, limit: 2, read: [9, 10], lost: 2 },
    { title: 'a page', added: 13, after: 9, limit: 2, read: [10, 11], lost: 0 },
  ]
  for (const { title, added, after, limit, read, lost } of cases) {
    test(`${title}: rows after ${after}`, () => {
      const ring = ringOf(5, added)
      expect(numbers(ring, after, limit)).toEqual(read)
      expect(ring.read(after, limit).lost).toBe(lost)
      expect(ring.newest).toBe(added)
    })
  }
})

test('a ring that becomes smaller keeps the newest rows and their numbers', () => {
  const ring = ringOf(5, 13)
  ring.resize(rows(2))
  expect(numbers(ring, 0, 10)).toEqual([12, 13])
  ring.add(event(14))
  expect(numbers(ring, 0, 10)).toEqual([13, 14])
})

test('a ring that becomes larger keeps what it has and then more', () => {
  const ring = ringOf(3, 5)
  ring.resize(rows(5))
  for (const at of [6, 7, 8]) ring.add(event(at))
  expect(numbers(ring, 0, 10)).toEqual([4, 5, 6, 7, 8])
  expect(ring.read(0, 10).lost).toBe(3)
})

describe('a ring of large rows holds fewer', () => {
  const large = (at: number, length: number): NodeEvent => ({
    kind: 'in',
    at,
    row: { nested: { image: 'x'.repeat(length) } },
  })
  const held = (ring: RowRing): number => ring.read(0, 1000).events.length

  test('as many as fit into its bytes, the newest', () => {
    const ring = createRowRing({ rows: 500, bytes: 1_000_000 })
    for (let at = 1; at <= 200; at += 1) ring.add(large(at, 10_000))
    expect(held(ring)).toBeGreaterThan(90)
    expect(held(ring)).toBeLessThan(100)
    expect(ring.read(0, 1000).events.at(-1)?.number).toBe(200)
  })

  test('ten even where one alone is too large', () => {
    const ring = createRowRing({ rows: 500, bytes: 1000 })
    for (let at = 1; at <= 50; at += 1) ring.add(large(at, 5000))
    expect(held(ring)).toBe(10)
  })

  test('all again when rows are small for a while', () => {
    const ring = createRowRing({ rows: 500, bytes: 1_000_000 })
    for (let at = 1; at <= 20; at += 1) ring.add(large(at, 100_000))
    for (let at = 21; at <= 3000; at += 1) ring.add(large(at, 1))
    expect(held(ring)).toBe(500)
  })
})
