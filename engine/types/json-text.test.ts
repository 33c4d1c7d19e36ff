import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDateTime } from './date-time.ts'
import { parseJsonText } from './json-parse.ts'
import { toJsonText } from './json-text.ts'
import { createRecord, NIL_LIST, type Value } from './value.ts'

function recordOf(entries: readonly (readonly [string, Value])[]): Value {
  const record = createRecord()
  for (const [name, value] of entries) record[name] = value
  return record
}

test('a time that RFC 3339 cannot show is an error', () => {
  expect(() => toJsonText([createDateTime(9e15)])).toThrow(
    'Time.MarshalJSON: year outside of range [0,9999]',
  )
})

describe('JSON as Go writes it', () => {
  test.each<[string, Value, string]>([
    ['null', null, 'null'],
    ['an integer beyond 2^53', 9007199254740993n, '9007199254740993'],
    [
      'letters that Go escapes',
      '\u00e9\u0001\u2028<&>"\\\b\f\n\r\t\u007f',
      '"\u00e9\\u0001\\u2028\\u003c\\u0026\\u003e\\"\\\\\\b\\f\\n\\r\\t\u007f"',
    ],
    ['half a surrogate pair', 'a\ud800b', '"a\\ufffdb"'],
    ['a whole surrogate pair', '\ud83d\ude00', '"\ud83d\ude00"'],
    ['bytes', Uint8Array.of(104, 105), '"aGk="'],
    ['a time', createDateTime(1700000000123), '"2023-11-14T22:13:20.123Z"'],
    ['a duration', { kind: 'duration', nanoseconds: 5n }, '5'],
    ['a weekday', { kind: 'weekday', day: 2 }, '2'],
    ['an empty list', [], '[]'],
    ["Go's nil list", NIL_LIST, 'null'],
    ['a list', [1, 'x', null, [true]], '[1,"x",null,[true]]'],
  ])('%s', (_, value, expected) => {
    expect(toJsonText(value)).toBe(expected)
  })

  test('keys are in the order of their bytes, whatever order they came in', () => {
    const record = recordOf([
      ['b', 1],
      ['B', 2],
      ['\ufb01', 3],
      ['\ud83d\ude00', 4],
      ['10', 5],
      ['9', 6],
    ])
    expect(toJsonText(record)).toBe('{"10":5,"9":6,"B":2,"b":1,"\ufb01":3,"\ud83d\ude00":4}')
  })

  test('a payload whose keys look like a time of ours is a record', () => {
    const record = recordOf([
      ['kind', 'datetime'],
      ['epochMs', 5],
    ])
    expect(toJsonText(record)).toBe('{"epochMs":5,"kind":"datetime"}')
  })

  test('a missing column is left out', () => {
    const record = createRecord()
    record['a'] = 1
    record['b'] = undefined
    expect(toJsonText(record)).toBe('{"a":1}')
  })

  test('any JSON value reads back as itself', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const parsed = parseJsonText(JSON.stringify(value))
        expect(parsed.ok).toBe(true)
        if (!parsed.ok) return
        expect(JSON.parse(toJsonText(parsed.value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
