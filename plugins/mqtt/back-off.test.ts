import { expect, test } from 'vitest'
import { createBackOff } from './back-off.ts'

test('attempts get rarer up to one in 30 s, and start anew after a success', () => {
  const backOff = createBackOff()
  const waits = Array.from({ length: 9 }, () => backOff.next())
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  backOff.reset()
  expect(backOff.next()).toBe(250)
})
