import { expect, test } from 'vitest'
import { createRecord } from '#engine/api'
import type { Value } from '#engine/api'
import { fromPlain, fromPlainRow, toPlain, toPlainRow } from './values.ts'

const record = (fields: Readonly<Record<string, Value>>): Value =>
  Object.assign(createRecord(), fields)
const time = { kind: 'datetime', epochMs: 1_700_000_000_123, nanos: 456, zone: '+02:00' } as const

const toPlainCases: readonly (readonly [string, Value, unknown])[] = [
  ['a float', 1.5, 1.5],
  ['an exact integer', 42n, 42],
  ['the largest exact integer', 9007199254740991n, 9007199254740991],
  ['an integer that a number would round', 9007199254740993n, 9007199254740993n],
  ['null', null, null],
  ['bytes', new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ['a time', time, new Date(1_700_000_000_123)],
  ['a duration', { kind: 'duration', nanoseconds: 1_500_000n }, 1.5],
  ['a weekday', { kind: 'weekday', day: 3 }, 3],
  ['a record', record({ a: record({ b: [1n, 'x'] }) }), { a: { b: [1, 'x'] } }],
  [
    'a record that looks like a time',
    record({ kind: 'datetime', epochMs: 1 }),
    { kind: 'datetime', epochMs: 1 },
  ],
]
test.each(toPlainCases)('%s is plain for a plugin', (_, value, plain) => {
  expect(toPlain(value)).toEqual(plain)
})

const fromPlainCases: readonly (readonly [string, unknown, Value])[] = [
  ['a number', 5, 5],
  ['a bigint', 5n, 5n],
  ['undefined', undefined, null],
  ['a Date', new Date(1000), { kind: 'datetime', epochMs: 1000, nanos: 0, zone: 'UTC' }],
  ['bytes', new Uint8Array([1]), new Uint8Array([1])],
  ['a list', [1, [true]], [1, [true]]],
]
test.each(fromPlainCases)('%s of a plugin becomes a value', (_, plain, value) => {
  expect(fromPlain(plain)).toEqual(value)
})

test('a key named __proto__ is a column on both sides', () => {
  const row = toPlainRow(fromPlainRow(JSON.parse('{"__proto__":{"a":1},"b":2}')))
  expect(JSON.stringify(row)).toBe('{"__proto__":{"a":1},"b":2}')
  expect((row as { a?: unknown }).a).toBeUndefined()
})

test('a column that is undefined is missing', () => {
  expect(Object.keys(fromPlainRow({ a: undefined, b: 1 }))).toEqual(['b'])
})

test.each([
  [() => fromPlainRow({ a: { b: [() => 1] } }), 'a.b[0] is a function, which no row can hold'],
  [() => fromPlainRow({ a: new Date(NaN) }), 'a is an invalid Date, which no row can hold'],
  [() => fromPlainRow({ a: new Map() }), 'a is a Map, which no row can hold'],
  [() => fromPlainRow([1]), 'the row is a list and no object, which no row can hold'],
  [() => fromPlainRow(null), 'the row is null and no object, which no row can hold'],
])('what no row can hold is refused with its place: %#', (convert, message) => {
  expect(convert).toThrow(message)
})
