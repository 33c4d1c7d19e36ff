import { describe, expect, test } from 'vitest'
import type { StreamDefinition } from '../catalog/stream.ts'
import type { ColumnDefinition, ColumnType } from '../syntax/ast.ts'
import { createDecoder, DecodeError, type NeededColumns } from './index.ts'

const span = { start: 0, end: 0 }
const column = (name: string, type: ColumnType): ColumnDefinition => ({
  name: { name, span },
  type,
  span,
})

const stream = (options: Partial<StreamDefinition>): StreamDefinition => ({
  name: 's',
  sourceKind: 'stream',
  columns: undefined,
  type: 'feed',
  datasource: 's',
  format: 'json',
  confKey: '',
  isShared: false,
  isStrict: false,
  timestampColumn: undefined,
  timestampFormat: undefined,
  retainSize: 0,
  key: '',
  tableKind: '',
  delimiter: '',
  schemaId: '',
  extra: {},
  isTemporary: false,
  version: '',
  statement: '',
  ...options,
})

const all: NeededColumns = { columns: 'all' }
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const decode = (options: Partial<StreamDefinition>, text: string, needed = all): unknown => {
  const decoder = createDecoder({ stream: stream(options), needed })
  try {
    return decoder
      .decode(encode(text))
      .map((row) => (row instanceof DecodeError ? row.message : { ...row }))
  } catch (error) {
    if (error instanceof DecodeError) return error.message
    throw error
  }
}

const bigint = [column('a', { kind: 'bigint' }), column('b', { kind: 'bigint' })]

describe('schemaless JSON', () => {
  test.each<[string, unknown]>([
    ['{"a":1,"b":"x","c":[1,{"d":null}]}', [{ a: 1, b: 'x', c: [1, { d: null }] }]],
    ['[{"a":1},{"b":2}]', [{ a: 1 }, { b: 2 }]],
    ['[]', []],
    ['{"a":1,"a":2}', [{ a: 2 }]],
    ['{"a":007,"b":.5,"c":5.}', [{ a: 7, b: 0.5, c: 5 }]],
    ['{"a":NaN,"b":-inf,"c":1e400}', [{ a: NaN, b: -Infinity, c: Infinity }]],
    ['{"a":1.1e-5}', [{ a: 1.1 * 1e-5 }]],
    ['{"a":"\\q \\u12 \\ud800 \\u00e9 \\ud83d\\ude00"}', [{ a: '\\q \\u12 \\ud800 é 😀' }]],
    ['5', 'only map[string]interface{} and []map[string]interface{} is supported'],
    ['[{"a":1},5]', "value doesn't contain object; it contains number"],
    [
      '{"a":1',
      'cannot parse JSON: cannot parse object: unexpected end of object; unparsed tail: ""',
    ],
    ['{"a":1}{"b":2}', 'unexpected tail: "{\\"b\\":2}"'],
    ['{"a":+1}', 'unparsed tail left after parsing float64 from "+1": "1"'],
    ['{"a":{"b":--1}}', 'unparsed tail left after parsing float64 from "--1": "-1"'],
  ])('%s', (text, expected) => {
    expect(decode({}, text)).toEqual(expected)
  })

  test.each([
    ['5', 'the payload is a JSON number; a stream takes an object or a list of objects'],
    ['[1,2]', /^the payload is a list with a JSON number in it; a stream takes/],
    ['{"a":1', /^cannot parse JSON/],
  ])('%s is explained to people', (text, explanation) => {
    let found: unknown
    try {
      createDecoder({ stream: stream({}), needed: all }).decode(encode(text))
    } catch (error) {
      found = error
    }
    expect(found instanceof DecodeError && found.explanation).toMatch(explanation)
  })

  test('whole numbers are int64 where the source asks for it', () => {
    const extra = { useInt64ForWholeNumber: true }
    expect(decode({ extra }, '{"a":9007199254740993,"b":1.5}')).toEqual([
      { a: 9007199254740993n, b: 1.5 },
    ])
    expect(decode({ extra }, '{"a":1e2}')).toBe(
      'unparsed tail left after parsing int64 form "1e2": "e2"',
    )
  })

  test('columns that nobody needs are skipped, their nulls kept', () => {
    expect(decode({}, '{"a":1,"b":+1,"c":null}', { columns: ['a'] })).toEqual([{ a: 1, c: null }])
  })

  test('keys such as __proto__ are plain keys', () => {
    const [row] = createDecoder({ stream: stream({}), needed: all }).decode(
      encode('{"__proto__":{"x":1},"constructor":2}'),
    )
    expect(Object.keys(row ?? {})).toEqual(['__proto__', 'constructor'])
  })
})

describe('JSON with a schema', () => {
  test.each<[string, unknown]>([
    ['{"a":9223372036854775807,"b":-7}', [{ a: 9223372036854775807n, b: -7n }]],
    ['{"a":1,"x":{},"y":null}', [{ a: 1n, y: null }]],
    ['{"a":"p","b":"q"}', 'b has wrong type:string, expect:bigint'],
    ['{"a":"p","a":2}', 'a has wrong type:string, expect:bigint'],
    ['{"a":5.0}', 'unparsed tail left after parsing int64 form "5.0": ".0"'],
    [
      '{"a":9223372036854775808}',
      'strconv.ParseInt: parsing "9223372036854775808": value out of range',
    ],
    ['[{"a":1},{"a":true}]', 'a has wrong type:true, expect:bigint'],
  ])('%s', (text, expected) => {
    expect(decode({ columns: bigint }, text)).toEqual(expected)
  })

  test.each<[ColumnType, string, unknown]>([
    [{ kind: 'string' }, '1000000', '1e+06'],
    [{ kind: 'boolean' }, '0', false],
    [{ kind: 'boolean' }, '"T"', true],
    [{ kind: 'bytea' }, '"aGVsbG8="', encode('hello')],
    [{ kind: 'bytea' }, '"42"', encode('42')],
    [{ kind: 'datetime' }, '"2023-11-14"', '2023-11-14'],
    [{ kind: 'array', element: { kind: 'bigint' } }, '[1,null]', [1n, null]],
  ])('%j reads %s', (type, text, expected) => {
    expect(decode({ columns: [column('v', type)] }, `{"v":${text}}`)).toEqual([{ v: expected }])
  })

  test('a struct is decoded as far as paths name it', () => {
    const inner: ColumnType = { kind: 'struct', fields: [column('p', { kind: 'bigint' })] }
    const columns = [
      column('v', {
        kind: 'struct',
        fields: [column('x', { kind: 'bigint' }), column('d', inner)],
      }),
    ]
    const text = '{"v":{"x":1,"d":{"p":2},"z":null}}'
    expect(decode({ columns }, text)).toEqual([{}])
    expect(decode({ columns }, text, { columns: [], paths: [['v', 'd', 'p']] })).toEqual([
      { v: { d: { p: 2n }, z: null } },
    ])
    expect(decode({ columns }, text, { columns: ['v'], paths: [['v', 'd']] })).toEqual([
      { v: { d: {}, z: null } },
    ])
  })
})

describe('strict validation', () => {
  const strict = { isStrict: true, columns: bigint }
  test.each<[string, unknown]>([
    ['{"a":1,"b":2}', [{ a: 1n, b: 2n }]],
    ['[{"a":1,"b":1},{"a":2}]', [{ a: 1n, b: 1n }, 'error in preprocessor: field b is not found']],
    [
      '{"a":null,"b":1}',
      ['error in preprocessor: field a type mismatch: cannot convert <nil>(<nil>) to int64'],
    ],
  ])('%s', (text, expected) => {
    expect(decode(strict, text)).toEqual(expected)
  })
})

describe('other formats', () => {
  test.each<[Partial<StreamDefinition>, string, unknown]>([
    [{ format: 'delimited' }, '1, x', [{ col0: '1', col1: ' x' }]],
    [{ format: 'delimited', delimiter: '||' }, '1||2', [{ col0: '1', col1: '2' }]],
    [{ format: 'delimited', extra: { fields: ['a'] } }, '1,2', [{ a: '1' }]],
    [{ format: 'urlencoded' }, 'a=1&b=x+y&b=%C3%B6&', [{ a: '1', b: ['x y', 'ö'] }]],
    [{ format: 'urlencoded' }, 'a=%zz', 'fail to parse url encoded value a=%zz'],
    [{ format: 'binary' }, 'hi', [{ self: encode('hi') }]],
  ])('%j', (options, text, expected) => {
    expect(decode(options, text)).toEqual(expected)
  })
})

describe('decodeInto', () => {
  test('puts columns at their slots and hands over records only where asked', () => {
    const rows: unknown[] = []
    const decoder = createDecoder({
      stream: stream({}),
      needed: { columns: ['a', 'b'] },
      slots: new Map([
        ['b', 0],
        ['a', 2],
      ]),
      slotCount: 3,
    })
    decoder.decodeInto(encode('[{"a":1,"b":"x","c":2},{"a":null}]'), {
      row: (slots, fields) => rows.push([slots, fields]),
      refused: (error) => rows.push(error.message),
    })
    expect(rows).toEqual([
      [['x', undefined, 1], undefined],
      [[undefined, undefined, null], undefined],
    ])
  })
})
