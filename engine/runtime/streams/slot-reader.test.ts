import { expect, test } from 'vitest'
import { createRecord } from '../../types/value.ts'
import { createSlotReader } from './slot-reader.ts'

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

test.each(letters.map((_, count) => count))(
  '%i columns come in the order of their names',
  (count) => {
    const record = createRecord()
    for (const letter of letters) record[letter] = `value of ${letter}`
    const names = letters.slice(0, count).reverse()
    expect(createSlotReader(names)(record)).toEqual(names.map((name) => `value of ${name}`))
  },
)

test('a column that the record does not have is undefined, a null stays', () => {
  const record = createRecord()
  record['a'] = null
  expect(createSlotReader(['a', 'b'])(record)).toEqual([null, undefined])
})
