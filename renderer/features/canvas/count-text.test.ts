import { expect, test } from 'vitest'
import type { NodeStatus } from '../../state/metrics-store.ts'
import { countText, lossOf } from './count-text.ts'

const status: NodeStatus = {
  node: 'x',
  state: 'running',
  rowsIn: 1200,
  rowsOut: 1000,
  dropped: 150,
  droppedBy: { 'buffer-full': 100, 'not-encoded': 50 },
  errors: 50,
}

test.each([
  [
    'sink' as const,
    status,
    '1,200 in: 1,000 sent, 150 dropped (100 buffer full, 50 not made into a message), 50 waiting',
  ],
  [
    'sink' as const,
    { ...status, rowsIn: 2, rowsOut: 5, dropped: 0, droppedBy: {} },
    '2 in: 5 sent, 0 dropped, 0 waiting',
  ],
  [
    'sql' as const,
    { ...status, filtered: 50, dropped: 0, droppedBy: {} },
    '1,200 in, 1,000 out, 50 filtered, 0 dropped',
  ],
])('the figures of a %s in words: %j', (kind, given, text) => {
  expect(countText(kind, given)).toBe(text)
})

test.each([
  ['sink' as const, { errors: 1, dropped: 18 }, '18 dropped'],
  ['sink' as const, { errors: 166, rowsIn: 30 }, '30 waiting'],
  ['sink' as const, { errors: 166, rowsIn: 30, rowsOut: 30 }, '166 failed'],
  ['sink' as const, { rowsIn: 30 }, ''],
  ['source' as const, { errors: 3, dropped: 18 }, '3 failed'],
  ['sql' as const, { errors: 3, rowsIn: 18 }, '3 failed'],
  ['sql' as const, { dropped: 18 }, '18 dropped'],
  ['sql' as const, {}, ''],
])('what a %s lost, in sight on its card: %j', (kind, given, text) => {
  const loss = lossOf(kind, { rowsIn: 0, rowsOut: 0, errors: 0, dropped: 0, ...given })
  expect(loss === undefined ? '' : `${loss.count} ${loss.word}`).toBe(text)
})
