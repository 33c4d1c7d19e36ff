import { expect, test } from 'vitest'
import { protobufFormat } from '../format.ts'

function columnsOf(text: string, message = 'M', others: Readonly<Record<string, string>> = {}) {
  const schema = { file: 'a', message, text, files: { a: text, ...others } }
  return protobufFormat.columnsOf?.(schema).map(({ name, type }) => `${name} ${type}`)
}

test.each([
  ['double a = 1; float b = 2;', ['a float', 'b float']],
  [
    'int32 a = 1; sint32 b = 2; sfixed32 c = 3; int64 d = 4; sint64 e = 5; sfixed64 f = 6;',
    ['a bigint', 'b bigint', 'c bigint', 'd bigint', 'e bigint', 'f bigint'],
  ],
  [
    'uint32 a = 1; fixed32 b = 2; uint64 c = 3; fixed64 d = 4; E e = 5;',
    ['a bigint', 'b bigint', 'c bigint', 'd bigint', 'e bigint'],
  ],
  ['bool a = 1; string b = 2; bytes c = 3;', ['a boolean', 'b string', 'c bytea']],
  ['repeated string a = 1; repeated E b = 2;', ['a array(string)', 'b array(bigint)']],
  [
    'P a = 1; repeated P b = 2;',
    ['a struct(`x` bigint, `s` string)', 'b array(struct(`x` bigint, `s` string))'],
  ],
  [
    'map<string, double> a = 1; map<int32, P> b = 2; map<string, E> c = 3;',
    [
      'a array(struct(`key` string, `value` float))',
      'b array(struct(`key` bigint, `value` struct(`x` bigint, `s` string)))',
      'c array(struct(`key` string, `value` bigint))',
    ],
  ],
  [
    'oneof o { int32 a = 2; string b = 1; } optional bool c = 3;',
    ['a bigint', 'b string', 'c boolean'],
  ],
  ['Empty a = 1;', ['a struct()']],
  ['', []],
])('the columns of { %s }', (fields, columns) => {
  const text = `syntax = "proto3"; enum E { ZERO = 0; } message P { int64 x = 1; string s = 2; }
    message Empty {} message M { ${fields} }`
  expect(columnsOf(text)).toEqual(columns)
})

test('messages of imports and packages have columns too', () => {
  const others = { b: 'syntax = "proto3"; package q; message P { bool ok = 1; }' }
  const text = 'syntax = "proto3"; package p; import "b.proto"; message M { q.P a = 1; }'
  expect(columnsOf(text, 'p.M', others)).toEqual(['a struct(`ok` boolean)'])
})

test.each([
  [
    'syntax = "proto3"; message M { N n = 1; } message N { repeated M m = 1; }',
    'M holds N holds M: the columns of a message that holds itself',
  ],
  ['message M { optional group G = 1 { optional int32 x = 1; } }', "invalid type for field 'g'"],
  ['syntax = "proto3"; message N {}', 'message type M not found in schema file a.proto'],
  ['message M {', 'parse schema file a.proto failed'],
])('%j is no stream: %s', (text, message) => {
  expect(() => columnsOf(text)).toThrow(message)
  expect(() => columnsOf(text)).toThrow(expect.objectContaining({ property: 'schemaId' }) as Error)
})
