import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPayloadDecoder } from '../decode/index.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import { createEncoder, EncodeError, type Encodable, type EncoderOptions } from './index.ts'

const decode = createPayloadDecoder('json', '')
const data = (json: string): Encodable => decode(new TextEncoder().encode(json))

const encoder = (options: Partial<EncoderOptions>) => {
  const encode = createEncoder({
    format: 'json',
    delimiter: ',',
    hasHeader: false,
    fields: [],
    ...options,
  })
  if (encode === undefined) throw new Error('unknown format')
  return (value: Encodable): string => {
    try {
      return new TextDecoder().decode(encode(value))
    } catch (error) {
      if (error instanceof EncodeError) return error.message
      throw error
    }
  }
}

describe('json', () => {
  test.each([
    ['{"b":1.0,"a":[1e21,1e-7,-0.0],"z":null}', '{"a":[1e+21,1e-7,-0],"b":1,"z":null}'],
    ['{"s":"<a>&\\u2028\\n\\u0001/é"}', '{"s":"\\u003ca\\u003e\\u0026\\u2028\\n\\u0001/é"}'],
    ['[]', '[]'],
    ['{"a":1e400}', 'json: unsupported value: +Inf'],
  ])('%s', (json, expected) => {
    expect(encoder({})(data(json))).toBe(expected)
  })

  test('is read back as the same value by JSON.parse', () => {
    fc.assert(
      fc.property(
        fc.object({ values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          const json = JSON.stringify(value)
          expect(JSON.parse(encoder({})(data(json)))).toEqual(JSON.parse(json))
        },
      ),
    )
  })
})

describe('any row', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 })
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const rows = fc.dictionary(name, value, { noNullPrototype: true }).map((columns) => {
    const row = createRecord()
    for (const [column, cell] of Object.entries(columns)) row[column] = cell
    return row
  })

  test('is JSON with sorted names, without what HTML would read, and reads back', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const text = encoder({})(row)
        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        const read = JSON.parse(text) as Record<string, unknown>
        expect(new Map(Object.entries(read))).toEqual(new Map(Object.entries(row)))
        const written = [...text.matchAll(/[{,]("(?:[^"\\]|\\.)*"):/g)].map((match) => match[1])
        const sorted = written.toSorted((a = '', b = '') =>
          Buffer.compare(
            Buffer.from(JSON.parse(a) as string),
            Buffer.from(JSON.parse(b) as string),
          ),
        )
        expect(written).toEqual(sorted)
      }),
    )
  })

  test('is a delimited line with a cell for every column', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const cells = Object.values(row).map((cell) => (typeof cell === 'string' ? 'x' : cell))
        const plain = createRecord()
        Object.keys(row).forEach((column, i) => (plain[column] = cells[i]))
        const text = encoder({ format: 'delimited', delimiter: '|' })(plain)
        expect(text.split('|')).toHaveLength(Math.max(1, cells.length))
      }),
    )
  })
})

describe('delimited', () => {
  const rows = data('[{"b":2,"a":"x"},{"a":"y, z","c":true}]')

  test('a list has the sorted columns of its first row', () => {
    expect(encoder({ format: 'delimited' })(rows)).toBe('x,2\ny, z,')
    expect(encoder({ format: 'Delimited', delimiter: ';', hasHeader: true })(rows)).toBe(
      'a;b\nx;2\ny, z;',
    )
    expect(encoder({ format: 'delimited' })(data('[]'))).toBe('')
  })

  test('single rows keep the columns of the first that has any', () => {
    const encode = encoder({ format: 'delimited' })
    expect(
      ['{}', '{"a":1}', '{"b":2}', '{"a":[1,"q"],"c":3}'].map((json) => encode(data(json))),
    ).toEqual(['', '1', '', '[1 q]'])
  })

  test('fields give single rows their order', () => {
    expect(
      encoder({ format: 'delimited', fields: ['b', 'zz', 'a'] })(data('{"a":1,"b":1e21}')),
    ).toBe('1000000000000000000000,,1')
  })

  test('the first single row carries its header as the file sink wants it', () => {
    const encode = encoder({ format: 'delimited', hasHeader: true })
    expect([encode(data('{"a":1,"b":2}')), encode(data('{"a":3}'))]).toEqual([
      ',\0\0\0\x03a,b1,2',
      '3,',
    ])
  })

  test('text without delimiters and line ends comes back through the decoder', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/[,\n]/.test(text))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 9 }), (cells) => {
        const row = createRecord()
        cells.forEach((text, index) => (row[`col${index}`] = text))
        const encode = createEncoder({
          format: 'delimited',
          delimiter: ',',
          hasHeader: false,
          fields: [],
        })
        const read = createPayloadDecoder('delimited', ',')(encode?.(row) ?? new Uint8Array())
        expect({ ...(read as RecordValue) }).toEqual({ ...row })
      }),
    )
  })
})

describe('other formats', () => {
  test.each([
    ['urlencoded', '{"b":"a b&c","a":1.5,"l":[1,"x y"],"n":null}', 'a=1.5&b=a+b%26c&l=1&l=x+y&n='],
    ['urlencoded', '[{"a":1}]', 'unsupported type [map[a:1]], must be a map'],
    ['binary', '{"self":"aGV5"}', 'hey'],
    ['binary', '{"self":"plain text"}', 'plain text'],
    ['binary', '{"self":5}', 'cannot convert float64(5) to bytea'],
    ['binary', '{"x":5}', 'field self not exist'],
  ])('%s of %s', (format, json, expected) => {
    expect(encoder({ format })(data(json))).toBe(expected)
  })

  test('an unknown format has no encoder', () => {
    expect(
      createEncoder({ format: 'xml', delimiter: '', hasHeader: false, fields: [] }),
    ).toBeUndefined()
  })
})
