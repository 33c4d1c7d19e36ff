import { expect, test } from 'vitest'
import { logLine } from './log-line.ts'

const circle: Record<string, unknown> = { n: 1 }
circle['self'] = circle

test.each<[unknown, unknown[], string]>([
  ['got', [], 'got'],
  ['got', [{ a: 1, text: 'x' }], 'got {"a":1,"text":"x"}'],
  ['got', ['a', 1.5, 7n, null, undefined, true], 'got a 1.5 7 null undefined true'],
  [{ a: 7n, b: 2n ** 60n }, [], '{"a":7,"b":"1152921504606846976"}'],
  ['got', [[1, [2]], new Map([['k', 1]])], 'got [1,[2]] {"k":1}'],
  [
    'got',
    [{ at: new Date(0), bytes: new Uint8Array(3) }],
    'got {"at":"1970-01-01T00:00:00.000Z","bytes":"3 bytes"}',
  ],
  ['got', [circle], 'got {"n":1,"self":{"n":1,"self":{"n":1,"self":{"n":1,"self":"{\u2026}"}}}}'],
  ['got', [{ cause: new Error('no') }], 'got {"cause":"no"}'],
])('%o with %o', (message, details, line) => {
  expect(logLine(message, details)).toBe(line)
})

test('an error is shown with its place, a getter that throws harms nothing', () => {
  expect(logLine('failed', [new Error('no')])).toMatch(/^failed Error: no\n {4}at /)
  const wrong = {
    get a(): number {
      throw new Error('no')
    },
  }
  expect(logLine('got', [wrong])).toBe('got an object that cannot be shown')
})
