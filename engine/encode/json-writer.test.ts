import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDateTime } from '../types/date-time.ts'
import { JsonTextError, toJsonText } from '../types/json-text.ts'
import { createRecord, NIL_LIST, type RecordValue, type Value } from '../types/value.ts'
import { JsonWriter } from './json-writer.ts'

const utf8 = new TextEncoder()

/** Bytes as text, each as one character, so that a difference shows where it is. */
const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const expected = (value: Value): string => shown(utf8.encode(toJsonText(value)))

function toRecord(entries: Readonly<Record<string, Value | undefined>>): RecordValue {
  const record = createRecord()
  for (const name of Object.keys(entries)) record[name] = entries[name]
  return record
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'grapheme' }),
  // Halves of surrogate pairs, and what Go escapes.
  fc
    .array(fc.constantFrom('\ud83d', '\ude00', '\u2028', '\u2029', '<', '"', 'a', 'é'))
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', minLength: 60, maxLength: 200 }),
)
const decimal = fc
  .tuple(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`))
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.integer(),
  decimal,
  decimal.map((value) => value * 2),
  fc.integer({ min: 1, max: 9007199 }).map((billions) => billions * 1e9 - 1),
)
const anyPlainValue = fc.oneof(
  anyText,
  anyNumber,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array(),
  fc.integer({ min: 0, max: 6 }).map((day) => ({ kind: 'weekday', day }) as const),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n })
    .map((nanoseconds) => ({ kind: 'duration', nanoseconds }) as const),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((date) => createDateTime(date.getTime())),
  fc.constant(NIL_LIST),
)
const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    anyPlainValue,
    fc.array(tie('value')),
    fc
      .dictionary(anyText, fc.option(tie('value'), { nil: undefined }), { noNullPrototype: true })
      .map(toRecord),
    // Rows of plugins are plain objects.
    fc.dictionary(fc.string(), anyPlainValue, { noNullPrototype: true }),
  ),
}))

describe('the bytes are those of the text', () => {
  const writer = new JsonWriter()
  const write = (value: Value): string =>
    shown(writer.write(toRecord({ value }))).slice('{"value":'.length, -1)

  test('for any number', () => {
    fc.assert(
      fc.property(anyNumber, (value) => {
        expect(write(value)).toBe(Object.is(value, -0) ? '-0' : JSON.stringify(value))
      }),
      { numRuns: 5000 },
    )
  })

  test.each([
    0,
    -0,
    1,
    -1,
    0.1,
    -0.1,
    0.5,
    1.05,
    10.25,
    100,
    123456789,
    999999999,
    999999999.5,
    1e9,
    1e9 + 0.5,
    1234567890,
    1e15 - 1,
    1e15,
    1e16,
    1e20,
    1e21,
    1e-5,
    1e-6,
    1e-7,
    1.5e-6,
    0.000001,
    0.0000015,
    0.1 + 0.2,
    1 / 3,
    5e-324,
    1.7976931348623157e308,
    2 ** 31,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 53 + 2,
    9007199e9 - 1,
    1700000000123,
    4.35,
    0.285,
    1.005,
    8.41,
    999999.999999,
    999999999.999999,
    0.999999,
    0.9999999,
  ])('for %s', (value) => {
    expect([write(value), write(-value)]).toEqual([expected(value), expected(-value)])
  })

  test('for any value', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(write(value)).toBe(expected(value))
      }),
      { numRuns: 1000 },
    )
  })

  test("for no rows, and for Go's nil list", () => {
    expect(
      [[], NIL_LIST as readonly RecordValue[]].map((rows) => shown(writer.write(rows))),
    ).toEqual(['[]', 'null'])
  })

  test('for every character', () => {
    for (let from = 0; from < 0x10000; from += 16) {
      const text = Array.from({ length: 16 }, (_, i) => String.fromCharCode(from + i, 120)).join('')
      expect(write(text)).toBe(expected(text))
    }
  })
})

describe('messages one behind the other', () => {
  const rows = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'ab', '\ufb01', '\ud83d\ude00'),
      size: fc.constantFrom(0, 1, 50, 81, 5000, 20_000, 70_000, 400_000),
      character: fc.constantFrom('x', '<', 'é', '\u2028', '\ud83d\ude00'),
    }),
    { maxLength: 30 },
  )

  test('stay what they were, of any size and shape', () => {
    const writer = new JsonWriter()
    fc.assert(
      fc.property(rows, (specs) => {
        const values = specs.map(({ name, size, character }) =>
          toRecord({ [name]: character.repeat(size), z: [1.5, toRecord({ n: 7n })], u: undefined }),
        )
        const messages = values.map((value) => writer.write(value))
        expect(messages.every((message, i) => shown(message) === expected(values[i] ?? null))).toBe(
          true,
        )
      }),
      { numRuns: 25 },
    )
  })

  test('one of many short parts outgrows its chunk', () => {
    const writer = new JsonWriter()
    const first = writer.write(toRecord({ a: 'first' }))
    const list = Array.from({ length: 30_000 }, (_, i) =>
      toRecord({ [`key${i % 7}`]: i / 7, b: i % 2 === 0 }),
    )
    expect(shown(writer.write(list))).toBe(expected(list))
    expect(shown(first)).toBe('{"a":"first"}')
    expect(writer.write(toRecord({ a: 'next' })).buffer.byteLength).toBe(first.buffer.byteLength)
  })

  test('one that cannot be written leaves no trace', () => {
    const writer = new JsonWriter()
    const before = writer.write(toRecord({ a: 1 }))
    expect(() => writer.write(toRecord({ a: 'x'.repeat(50_000), b: NaN }))).toThrow(JsonTextError)
    expect(() => writer.write([toRecord({ a: [1, -Infinity] })])).toThrow(
      'json: unsupported value: -Inf',
    )
    const after = writer.write(toRecord({ a: 2 }))
    expect([shown(before), shown(after)]).toEqual(['{"a":1}', '{"a":2}'])
  })

  test('records of many shapes with as many names take turns', () => {
    const writer = new JsonWriter()
    for (let i = 0; i < 100; i++) {
      const record = toRecord({ [`n${(i * 7) % 11}`]: i, [`m${i % 3}`]: null })
      expect(shown(writer.write(record))).toBe(expected(record))
    }
  })

  test('records of other names follow each other in one place', () => {
    const writer = new JsonWriter()
    for (let i = 0; i < 60; i++) {
      const inner = toRecord(i % 3 === 0 ? { b: i, a: 'x' } : { a: i, [`c${i % 20}`]: undefined })
      const record = toRecord({ z: inner, list: [inner, toRecord({ b: i }), inner], y: [] })
      expect(shown(writer.write(record))).toBe(expected(record))
    }
  })

  test('names that an object only inherits are not written', () => {
    const own = { b: 1, a: 2 }
    const heir = Object.assign(Object.create({ a: 2 }) as object, { b: 1 }) as RecordValue
    const writer = new JsonWriter()
    expect([own, heir, own].map((record) => shown(writer.write(record)))).toEqual([
      '{"a":2,"b":1}',
      '{"b":1}',
      '{"a":2,"b":1}',
    ])
  })

  test('a record of more names than shapes are kept for', () => {
    const record = toRecord(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])))
    expect(shown(new JsonWriter().write([record, record]))).toBe(expected([record, record]))
  })
})
