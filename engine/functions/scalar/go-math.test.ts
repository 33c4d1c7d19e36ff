import { expect, test } from 'vitest'
import { goCosh, goLog, goLog10, goPow, goSinh } from './go-math.ts'

// Computed by Go's math package.
test.each([
  [goPow(10, -5), 0.00001],
  [goPow(10, 23), 1e23],
  [goPow(100, 2.5), 100000.00000000001],
  [goPow(-2, 3), -8],
  [goPow(-8, 1 / 3), NaN],
  [goPow(2, -1074), 5e-324],
  [goPow(2, 1024), Infinity],
  [goPow(0, -1), Infinity],
  [goPow(1, NaN), 1],
  [goPow(-1, -Infinity), 1],
  [goPow(NaN, 0), 1],
  [goPow(9, 0.5), 3],
  [goLog10(1000), 3],
  [goLog10(0.1), -0.9999999999999999],
  [goLog10(100), 2],
  [goLog10(0), -Infinity],
  [goLog10(0.01), -2],
  [goLog(1e-300), -690.7755278982137],
  [goLog(Infinity), Infinity],
  [goCosh(710), Infinity],
  [goSinh(-710), -Infinity],
  [goCosh(709), 4.109203730777486e307],
  [goSinh(1), 1.1752011936438014],
])('%d is %d', (computed, expected) => {
  expect(computed).toBe(expected)
})
