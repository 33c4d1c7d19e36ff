import { expect, test } from 'vitest'
import { columnsSeenIn } from './columns-seen.ts'

const rows = (...texts: readonly string[]) =>
  texts.map((json, index) => ({ number: index + 1, kind: 'out' as const, at: 0, json }))

test('tells types and values of the columns', () => {
  const seen = columnsSeenIn(
    rows('{"t":42.1,"n":1,"s":"on","x":null}', '{"t":58,"n":1,"s":"off","x":[1]}', 'broken'),
  )
  expect(seen).toEqual([
    { name: 't', type: 'float', values: '42.1 to 58' },
    { name: 'n', type: 'bigint', values: '1' },
    { name: 's', type: 'string', values: 'on, off' },
    { name: 'x', type: 'null | array', values: 'null, [1]' },
  ])
})

test('counts values where there are many', () => {
  const many = rows(...Array.from({ length: 9 }, (_, index) => `{"id":"device-${index}"}`))
  expect(columnsSeenIn(many)).toEqual([{ name: 'id', type: 'string', values: '9 values' }])
})
