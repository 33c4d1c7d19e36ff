import { expect, test } from 'vitest'
import { closeError, createRunStore } from './run-store.ts'

test('a closed error is kept by node, the last one of each', () => {
  const run = createRunStore()
  closeError(run, 'a', 'no number')
  closeError(run, 'b', 'no number')
  closeError(run, 'a', 'no text')
  expect([...run.getState().closedErrors]).toEqual([
    ['a', 'no text'],
    ['b', 'no number'],
  ])
})
