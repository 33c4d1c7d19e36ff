import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecord, type RecordValue, type Value } from '#engine/api'
import { protobufFormat } from './format.ts'

const text = `syntax = "proto3";
message All {
  double d = 1; float f = 2; int32 i32 = 3; int64 i64 = 4; uint32 u32 = 5; uint64 u64 = 6;
  sint32 s32 = 7; sint64 s64 = 8; fixed32 f32 = 9; fixed64 f64 = 10; sfixed32 sf32 = 11;
  sfixed64 sf64 = 12; bool b = 13; string s = 14; bytes y = 15; Inner m = 16;
  repeated int32 numbers = 17; repeated string texts = 18; repeated Inner messages = 19;
  message Inner { int32 x = 1; string name = 2; }
}`
const schema = { file: 't', message: 'All', text, files: { t: text } }
const settings = { schema, delimiter: '', hasHeader: false, fields: [], properties: {} }
const encode = protobufFormat.createEncoder?.(settings)
const decode = protobufFormat.createDecoder?.(settings)

const record = <Fields extends Record<string, fc.Arbitrary<Value>>>(fields: Fields) =>
  fc.record(fields).map((made): RecordValue => Object.assign(createRecord(), made))

const int32 = fc.integer().map(BigInt)
const uint32 = fc.nat({ max: 2 ** 32 - 1 }).map(BigInt)
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const inner = record({ x: int32, name: fc.string() })

const rows = record({
  d: fc.double({ noNaN: true }),
  f: fc.float({ noNaN: true }),
  i32: int32,
  i64: int64,
  u32: uint32,
  u64: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  s32: int32,
  s64: int64,
  f32: uint32,
  f64: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  sf32: int32,
  sf64: int64,
  b: fc.boolean(),
  s: fc.string({ unit: 'grapheme' }),
  y: fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  m: inner,
  numbers: fc.array(int32),
  texts: fc.array(fc.string()),
  messages: fc.array(inner),
})

test('what is written reads back as it was', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const bytes = encode?.(row) ?? new Uint8Array()
      expect(decode?.(bytes)).toEqual(row)
    }),
    { numRuns: 300 },
  )
})

test('any bytes are a row or a plain error, and what reads is written again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
      let row: RecordValue
      try {
        row = decode?.(payload) as RecordValue
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
        expect((error as Error).message).not.toMatch(/undefined|not a function|call stack/)
        return
      }
      expect(typeof row['s']).toBe('string')
    }),
    { numRuns: 2000 },
  )
})

test('messages that nest without end are refused, not followed', () => {
  const nested = 'syntax = "proto3"; message N { N n = 1; }'
  const files = { n: nested }
  const deep = protobufFormat.createDecoder?.({
    ...settings,
    schema: { file: 'n', message: 'N', text: nested, files },
  })
  let payload = new Uint8Array()
  for (let depth = 0; depth < 200; depth += 1) {
    const length =
      payload.length < 128 ? [payload.length] : [(payload.length & 127) | 128, payload.length >> 7]
    payload = new Uint8Array([10, ...length, ...payload])
  }
  expect(() => deep?.(payload)).toThrow('recursion')
})
