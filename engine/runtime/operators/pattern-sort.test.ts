import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortAsGo } from './pattern-sort.ts'

const byKey = (a: { readonly key: number }, b: { readonly key: number }): boolean => a.key < b.key

test('sorts whatever it is given', () => {
  const keys = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 9 })),
    fc.array(fc.integer(), { minLength: 60 }),
  )
  fc.assert(
    fc.property(keys, (list) => {
      const items = list.map((key) => ({ key }))
      sortAsGo(items, byKey)
      expect(items.map(({ key }) => key)).toEqual([...list].sort((a, b) => a - b))
    }),
  )
})

test('keeps the order of ties up to twelve elements', () => {
  const items = Array.from({ length: 12 }, (_, place) => ({ key: place % 2, place }))
  sortAsGo(items, byKey)
  expect(items.map(({ place }) => place)).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
})

test('sorts equal input equally, ties included', () => {
  const create = (): { key: number; place: number }[] =>
    Array.from({ length: 200 }, (_, place) => ({ key: (place * 7) % 5, place }))
  const [first, second] = [create(), create()]
  sortAsGo(first, byKey)
  sortAsGo(second, byKey)
  expect(first).toEqual(second)
})

test('stays quick where every pivot is bad', () => {
  let compared = 0
  const items = Array.from({ length: 4000 }, (_, i) => ({ key: i % 2 === 0 ? i : 4000 - i }))
  sortAsGo(items, (a, b) => {
    compared += 1
    return a.key < b.key
  })
  expect(compared).toBeLessThan(4000 * 40)
})
