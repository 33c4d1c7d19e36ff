import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import type { FormatRows, FormatSchema, RecordValue, Value } from '#engine/api'
import { createRecord } from '#engine/api'
import { protobufFormat } from './format.ts'

const all = `syntax = "proto3";
message All {
  double d = 1; float f = 2; int32 i32 = 3; int64 i64 = 4; uint32 u32 = 5; uint64 u64 = 6;
  sint32 s32 = 7; sint64 s64 = 8; fixed32 f32 = 9; fixed64 f64 = 10; sfixed32 sf32 = 11;
  sfixed64 sf64 = 12; bool b = 13; string s = 14; bytes y = 15; Colour c = 16; Inner m = 17;
  enum Colour { NONE = 0; RED = 1; }
  message Inner { int32 x = 1; }
}`

const schemaOf = (id: string, files: Record<string, string>): FormatSchema => {
  const [file = '', ...rest] = id.split('.')
  return { file, message: rest.join('.'), text: files[file] ?? '', files }
}

const settings = { delimiter: '', hasHeader: false, fields: [], properties: {} }

function encode(proto: string, message: string, rows: unknown): string {
  const schema = schemaOf(`t.${message}`, { t: proto })
  const bytes = protobufFormat.createEncoder?.({ ...settings, schema })(rows as FormatRows)
  return Buffer.from(bytes ?? []).toString('hex')
}

function decode(proto: string, message: string, hex: string): unknown {
  const schema = schemaOf(`t.${message}`, { t: proto })
  return protobufFormat.createDecoder?.({ ...settings, schema })(Buffer.from(hex, 'hex'))
}

const row = (fields: Record<string, Value>): RecordValue => Object.assign(createRecord(), fields)

test.each<[string, string, Record<string, Value>, string]>([
  ['a float from an integer', 'double v = 1;', { v: 1n }, '09000000000000f03f'],
  ['a float of 32 bits', 'float v = 1;', { v: 20.44 }, '0d1f85a341'],
  ['a float that 32 bits cannot hold', 'float v = 1;', { v: 1e300 }, '0d0000807f'],
  ['an integer without its fraction', 'int32 v = 1;', { v: 1.9 }, '0801'],
  ['a negative integer', 'int32 v = 1;', { v: -67 }, '08bdffffffffffffffff01'],
  ['the lower 32 bits of an integer', 'int32 v = 1;', { v: 2n ** 32n + 5n }, '0805'],
  ['an integer of 64 bits', 'int64 v = 1;', { v: 2n ** 63n - 1n }, '08ffffffffffffffff7f'],
  ['a zigzag integer', 'sint32 v = 1;', { v: -2n }, '0803'],
  ['a fixed integer', 'fixed32 v = 1;', { v: 1 }, '0d01000000'],
  ['an unsigned integer', 'uint64 v = 1;', { v: 300 }, '08ac02'],
  ['a boolean', 'bool v = 1;', { v: true }, '0801'],
  ['a text', 'string v = 1;', { v: 'é' }, '0a02c3a9'],
  ['a text from bytes', 'string v = 1;', { v: new Uint8Array([65]) }, '0a0141'],
  ['bytes', 'bytes v = 1;', { v: new Uint8Array([1, 2]) }, '0a020102'],
  ['bytes from a text', 'bytes v = 1;', { v: 'AQ==' }, '0a0441513d3d'],
  ['an enum by its number', 'enum E { Z = 0; } E v = 1;', { v: 7 }, '0807'],
  ['a nested message', 'message I { int32 x = 1; } I v = 1;', { v: row({ x: 3 }) }, '0a020803'],
  ['a packed list', 'repeated int32 v = 1;', { v: [1, 2, 3] }, '0a03010203'],
  ['an unpacked list', 'repeated int32 v = 1 [packed = false];', { v: [1, 2] }, '08010802'],
  ['nothing for an empty list', 'repeated int32 v = 1;', { v: [] }, ''],
  ['nothing for a zero', 'int32 v = 1;', { v: 0 }, ''],
  ['a zero that is optional', 'optional int32 v = 1;', { v: 0 }, '0800'],
  ['a zero in a oneof', 'oneof o { int32 v = 1; int32 w = 2; }', { v: 0 }, '0800'],
  ['the last of a oneof', 'oneof o { int32 v = 1; int32 w = 2; }', { v: 1, w: 2 }, '1002'],
  [
    'entries of a map',
    'map<string, int32> v = 1;',
    { v: [row({ key: 'a', value: 1 })] },
    '0a050a01611001',
  ],
  ['no column that is no field', 'int32 v = 1;', { v: 1, other: 'x' }, '0801'],
  ['fields by their numbers', 'int32 w = 2; int32 v = 1;', { w: 2, v: 1 }, '08011002'],
])('writes %s', (_, fields, columns, hex) => {
  expect(encode(`syntax = "proto3"; message M { ${fields} }`, 'M', row(columns))).toBe(hex)
})

test.each<[string, Record<string, Value>, string]>([
  [
    'double v = 1;',
    { v: 'x' },
    "invalid type for float type field 'v': cannot convert string(x) to float64",
  ],
  [
    'double v = 1;',
    { v: null },
    "invalid type for float type field 'v': cannot convert <nil>(<nil>) to float64",
  ],
  [
    'int32 v = 1;',
    { v: '1' },
    "invalid type for int type field 'v': cannot convert string(1) to int",
  ],
  [
    'int64 v = 1;',
    { v: true },
    "invalid type for int type field 'v': cannot convert bool(true) to int64",
  ],
  [
    'uint32 v = 1;',
    { v: -1n },
    "invalid type for uint type field 'v': cannot convert int64(-1) to uint, negative not allowed",
  ],
  [
    'uint64 v = 1;',
    { v: 'x' },
    "invalid type for uint type field 'v': cannot convert string(x) to uint",
  ],
  [
    'bool v = 1;',
    { v: 1 },
    "invalid type for bool type field 'v': cannot convert float64(1) to bool",
  ],
  [
    'string v = 1;',
    { v: 1.5 },
    "invalid type for string type field 'v': cannot convert float64(1.5) to string",
  ],
  [
    'bytes v = 1;',
    { v: 1 },
    "invalid type for bytes type field 'v': cannot convert float64(1) to bytes",
  ],
  [
    'I v = 1; message I {}',
    { v: 1 },
    "invalid type for map type field 'v': cannot convert float64(1) to map",
  ],
  [
    'repeated int64 v = 1;',
    { v: 1 },
    "failed to encode field 'v':cannot convert float64(1) to int slice)",
  ],
  [
    'repeated int64 v = 1;',
    { v: [1, 'x'] },
    "failed to encode field 'v':cannot convert []interface {}([1 x]) to int slice for the 1 element: cannot convert string(x) to int64",
  ],
  [
    'map<string, int32> v = 1;',
    { v: row({ a: 1 }) },
    "failed to encode field 'v':cannot convert map[string]interface {}(map[a:1]) to map slice)",
  ],
])('refuses a column for %s', (fields, columns, message) => {
  expect(() => encode(`syntax = "proto3"; message M { ${fields} }`, 'M', row(columns))).toThrow(
    message,
  )
})

test('a list of rows is no message', () => {
  expect(() => encode(all, 'All', [row({ s: 'a' })])).toThrow(
    'unsupported type [map[s:a]], must be a map',
  )
})

test('a missing required field is named', () => {
  const proto = 'message M { required string name = 1; required int32 id = 2; }'
  expect(() => encode(proto, 'M', row({ id: 1 }))).toThrow('field name not found')
  expect(() => decode(proto, 'M', '')).toThrow('some required fields missing: name, id')
})

test.each([
  [
    'syntax = "proto3"; message M { double d = 1; int64 i = 2; string s = 3; bytes y = 4; bool b = 5; }',
    '',
    { d: 0, i: 0n, s: '', y: new Uint8Array(), b: false },
  ],
  [
    'syntax = "proto3"; message M { repeated int32 l = 1; I m = 2; message I { int32 x = 1; } }',
    '',
    { l: [], m: null },
  ],
  ['syntax = "proto3"; message M { optional int32 a = 1; oneof o { int32 b = 2; } }', '', {}],
  [
    'syntax = "proto3"; message M { optional int32 a = 1; oneof o { int32 b = 2; } }',
    '08001000',
    { a: 0n, b: 0n },
  ],
  [
    'syntax = "proto3"; message M { uint64 u = 1; int32 i = 2; }',
    '08ffffffffffffffffff0110bdffffffffffffffff01',
    { u: -1n, i: -67n },
  ],
  ['syntax = "proto3"; message M { float f = 1; }', '0d1f85a341', { f: 20.440000534057617 }],
  [
    'syntax = "proto3"; message M { enum E { Z = 0; } E e = 1; repeated E l = 2; }',
    '0807120107',
    { e: 7n, l: [7n] },
  ],
  ['syntax = "proto3"; message M { repeated int32 l = 1; }', '080108020a0103', { l: [1n, 2n, 3n] }],
  [
    'syntax = "proto3"; message M { map<string, int32> m = 1; int32 i = 2; }',
    '0a050a016110011001',
    { i: 1n },
  ],
  ['syntax = "proto3"; message M { int32 i = 1; }', '08011a0161', { i: 1n }],
  [
    'syntax = "proto3"; message M { repeated I l = 1; message I { int32 x = 1; } }',
    '0a0208030a00',
    { l: [{ x: 3n }, { x: 0n }] },
  ],
  [
    'message M { optional int32 a = 1 [default = 5]; optional string s = 2 [default = "x"]; optional I m = 3; message I { optional int32 x = 1 [default = 7]; } }',
    '',
    { a: 5n, s: 'x', m: { x: 7n } },
  ],
  [
    'message M { optional int32 x = 1; optional M m = 2; }',
    '0801',
    { x: 1n, m: { x: 0n, m: null } },
  ],
  [
    'message M { optional group G = 1 { optional int32 x = 1; } optional int32 y = 2; }',
    '0b08010c1002',
    { y: 2n },
  ],
  [
    'syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto"; message M { google.protobuf.Timestamp t = 1; google.protobuf.Int32Value w = 2; google.protobuf.StringValue n = 3; }',
    '0a04080110021202080a',
    { t: { seconds: 1n, nanos: 2n }, w: 10n, n: null },
  ],
])('reads with %s the payload %s', (proto, hex, expected) => {
  expect(decode(proto, 'M', hex)).toEqual(row(expected as Record<string, Value>))
})

test('an empty list of numbers is the nil slice, one of messages an empty list', () => {
  const proto = 'syntax = "proto3"; message M { repeated int32 l = 1; repeated M m = 2; }'
  const read = decode(proto, 'M', '') as { l: unknown; m: unknown }
  expect(Object.isFrozen(read.l)).toBe(true)
  expect(Object.isFrozen(read.m)).toBe(false)
})

test.each([
  ['0a', 'unexpected EOF'],
  ['08', 'unexpected EOF'],
  ['0a05', 'unexpected EOF'],
  ['ffffffffffffffffffff', 'invalid varint'],
  ['07', 'illegal tag: field no 0 wire type 7'],
])('refuses the payload %s', (hex, message) => {
  expect(() => decode(all, 'All', hex)).toThrow(message)
})

test.each([
  [
    'a.M',
    { a: 'message M {' },
    'parse schema file a.proto failed: a.proto:1:12: the schema ends too early',
  ],
  [
    'a.M',
    { a: 'syntax = "proto3";\nmessage M {\n  Foo x = 1;\n}' },
    "a.proto:3:3: no such Type or Enum 'Foo'",
  ],
  [
    'a.M',
    { a: 'message M { optional int32 x = 1;\n optional int32 y = 1; }' },
    'a.proto:2:21: duplicate id 1',
  ],
  [
    'a.M',
    { a: 'import "b.proto"; message M {}', b: 'message' },
    'parse schema file a.proto failed: b.proto:1',
  ],
  [
    'a.M',
    { a: 'import "c.proto"; message M {}' },
    'a.proto:1:9: the project has no schema "c.proto"',
  ],
  [
    'a.M',
    { a: 'import "b.proto";', b: 'import "a.proto";' },
    'b.proto:1:9: a imports b imports a: a circle',
  ],
  ['a.M', { a: 'edition = "2023"; message M {}' }, 'a.proto:1:1: editions are not supported'],
  ['a.N', { a: 'message M {}' }, 'message type N not found in schema file a.proto; it declares M'],
  ['a.M', { a: 'package p; message M {}' }, 'write a.p.M: the schema has a package'],
  ['a', { a: 'message M {}' }, 'message type "" not found'],
])('refuses the schema %s of %j', (id, files, message) => {
  const create = () => protobufFormat.createDecoder?.({ ...settings, schema: schemaOf(id, files) })
  expect(create).toThrow(message)
  expect(create).toThrow(expect.objectContaining({ property: 'schemaId' }) as Error)
})

test('a schema tells its messages, and where it is wrong', () => {
  const files = {
    good: 'package p; message A { message B {} } message C {}',
    bad: 'syntax = "proto3";\nmessage A { int32 x }',
  }
  expect(protobufFormat.inspectSchema?.(schemaOf('good', files))).toEqual({
    messages: ['p.A', 'p.A.B', 'p.C'],
    problems: [],
  })
  expect(protobufFormat.inspectSchema?.(schemaOf('bad', files))).toEqual({
    messages: [],
    problems: [{ file: 'bad', line: 2, column: 21, message: "illegal token '}', '=' expected" }],
  })
})

test('schemas are read and messages written where no text may become code', async () => {
  const entry = fileURLToPath(new URL('format.ts', import.meta.url))
  const bundle = await build({
    stdin: {
      contents: `import { protobufFormat } from ${JSON.stringify(entry)}
        const text = ${JSON.stringify(all)}
        const settings = { schema: { file: 't', message: 'All', text, files: { t: text } } }
        const bytes = protobufFormat.createEncoder(settings)({ s: 'x', i64: 5, m: { x: 1 } })
        console.log(protobufFormat.createDecoder(settings)(bytes).s)`,
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  })
  const flag = '--disallow-code-generation-from-strings'
  const script = bundle.outputFiles[0]?.text ?? ''
  const run = (code: string): string =>
    execFileSync(process.execPath, [flag, '-'], { input: code, encoding: 'utf8', stdio: 'pipe' })
  expect(run(script)).toBe('x\n')
  expect(() => run("Function('return 1')()")).toThrow('Code generation from strings disallowed')
})
