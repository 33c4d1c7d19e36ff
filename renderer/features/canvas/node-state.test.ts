import { expect, test } from 'vitest'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { shownStateOf } from './node-state.ts'

function metrics(status: Partial<NodeMetrics['status']>): NodeMetrics {
  const base = { node: 'action/r/0', rowsIn: 0, rowsOut: 0, dropped: 0, errors: 0 }
  const state = { ...base, state: 'running' as const, ...status }
  return { status: state, inPerSecond: 0, outPerSecond: 0, history: [] }
}

const trouble = 'the cache cannot be used'

test('a running node is a dot, and a warning in words while something of it does not work', () => {
  expect(shownStateOf(metrics({}), true)).toEqual({ shape: 'dot', word: 'running' })
  const warned = { shape: 'warning', word: 'running', message: trouble }
  expect(shownStateOf(metrics({ trouble }), true)).toEqual(warned)
})

test('what is worse than its trouble is shown first, and nothing of it once all is stopped', () => {
  const failed = metrics({ trouble, state: 'failed', message: 'no topic' })
  expect(shownStateOf(failed, true)).toMatchObject({ shape: 'triangle', message: 'no topic' })
  expect(shownStateOf(metrics({ trouble }), false)).toEqual({ shape: 'hollow', word: 'stopped' })
})
