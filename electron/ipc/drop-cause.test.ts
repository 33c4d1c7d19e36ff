import { expect, test } from 'vitest'
import { dropCounts, sharesOf } from './drop-cause.ts'

test('the causes that occurred come with their words, most frequent first', () => {
  expect(sharesOf({ 'buffer-full': 2, late: 9, 'cache-full': 0 })).toEqual([
    { cause: 'late', count: 9, words: 'too late' },
    { cause: 'buffer-full', count: 2, words: 'buffer full' },
  ])
  expect(sharesOf()).toEqual([])
})

test('a cause that is not known does not pass', () => {
  expect(dropCounts.parse({ late: 1 })).toEqual({ late: 1 })
  expect(dropCounts.safeParse({ 'no space left on /dev/sda1': 1 }).success).toBe(false)
})
