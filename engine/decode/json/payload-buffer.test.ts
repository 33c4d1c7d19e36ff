import { expect, test } from 'vitest'
import type { RecordValue } from '../../types/value.ts'
import { planRow } from '../row-plan.ts'
import { JsonDecoder } from './json-decoder.ts'

/** The scanner keeps one buffer for all payloads: nothing of an earlier one may be seen in a later one. */
const encoder = new TextEncoder()
const long =
  '{"device":"device-1 of the plant","n":12.5,"on":true,"off":false,"none":null,"m":{"x":[1,2]}}'

function createReader(columns: readonly string[]): (text: string) => RecordValue | undefined {
  const decoder = new JsonDecoder({
    plan: planRow({ columns: undefined, extra: {} }, { columns }),
    slots: new Map(),
    slotCount: 0,
    hasFields: true,
  })
  return (text) => {
    let read: RecordValue | undefined
    decoder.decode(encoder.encode(text), {
      row: (_, fields) => {
        read = fields
      },
    })
    return read
  }
}

const allColumns = ['device', 'n', 'on', 'off', 'none', 'm']

test.each([[allColumns], [['n']], [[]]])('a payload that is cut off is refused: %j', (columns) => {
  const read = createReader(columns)
  for (let length = 1; length < long.length; length++) {
    expect(read(long), 'the whole payload').toBeDefined()
    expect(() => read(long.slice(0, length)), long.slice(0, length)).toThrow()
  }
})

test('payloads of every length come through, whatever was in the buffer', () => {
  const read = createReader(['text', 'n'])
  for (const length of [9000, 0, 1, 3, 4, 5, 27, 28, 29, 31, 33, 5000, 20_000, 2]) {
    const text = 'x'.repeat(length)
    expect(read(JSON.stringify({ text, n: length }))).toEqual({ text, n: length })
  }
})

test('texts that share a place in the cache are told apart', () => {
  const read = createReader(['text'])
  const texts = Array.from({ length: 20_000 }, (_, i) => `device-${String(i)}`)
  for (const text of [...texts, ...texts]) {
    expect(read(JSON.stringify({ text }))?.['text']).toBe(text)
  }
})

test('keys that are expected at their places read the same in every way of spacing', () => {
  const read = createReader(allColumns)
  const value = JSON.parse(long) as unknown
  const spaced = [
    long,
    JSON.stringify(value, undefined, 1),
    JSON.stringify(value, undefined, '\t'),
    long.replaceAll('":', '": ').replaceAll(',"', ', "'),
    long.replaceAll('":', '" :').replaceAll(',"', ' ,  "'),
  ]
  for (const text of [...spaced, ...spaced]) {
    expect(JSON.parse(JSON.stringify(read(text))), text).toEqual(value)
  }
})
