import { expect, test } from 'vitest'
import { closeError, createRunStore, isErrorClosed } from './run-store.ts'

test.each([
  ['the same', 'a', 'no number: float64(41.1) + string(x)', true],
  ['with other values', 'a', 'no number: float64(-22) + string(y)', true],
  ['of another cause', 'a', 'no text: float64(41.1) + string(x)', false],
  ['of another node', 'b', 'no number: float64(41.1) + string(x)', false],
])('once closed, an error %s', (_name, node, message, isClosed) => {
  const run = createRunStore()
  closeError(run, 'a', 'no number: float64(41.1) + string(x)')
  expect(isErrorClosed(run.getState(), node, message)).toBe(isClosed)
})
