import { expect, test } from 'vitest'
import { readTopicFilters } from './topics.ts'

test.each([
  ['a', ['a']],
  ['a/+/b, c/#', ['a/+/b', 'c/#']],
  ['$SYS/#', ['$SYS/#']],
])('%s are topics', (datasource, filters) => {
  expect(readTopicFilters(datasource)).toEqual(filters)
})

test.each(['', 'a,,b', 'a+/b', 'a/#/b', 'a/b#'])('%j is refused', (datasource) => {
  expect(() => readTopicFilters(datasource)).toThrow(/topic/)
})
