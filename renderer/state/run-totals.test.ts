import { expect, test } from 'vitest'
import { countErrors } from './run-totals.ts'

const sources: Readonly<Record<string, readonly string[]>> = {
  'rule/a': ['stream/s'],
  'rule/b': ['stream/s', 'stream/t'],
}

test.each([
  ['no errors', {}, 0],
  ['of a source, counted again by two rules', { 'stream/s': 9, 'rule/a': 9, 'rule/b': 9 }, 9],
  ['of a rule itself', { 'stream/s': 9, 'rule/a': 12 }, 12],
  ['of two sources of one rule', { 'stream/s': 2, 'stream/t': 3, 'rule/b': 6 }, 6],
  ['of a rule that has not yet counted its source', { 'stream/s': 9, 'rule/a': 7 }, 9],
  ['of a sink', { 'rule/a': 1, 'action/a/0': 4 }, 5],
])('errors %s', (_name, counts: Readonly<Record<string, number>>, total) => {
  const statuses = Object.entries(counts).map(([node, errors]) => ({ node, errors }))
  expect(countErrors(statuses, (rule) => sources[rule] ?? [])).toBe(total)
})
