import { expect, test } from 'vitest'
import { createMetricsStore } from './metrics-store.ts'

function status(rowsIn: number, rowsOut: number) {
  return { node: 'rule/a', state: 'running', rowsIn, rowsOut, dropped: 0, errors: 0 } as const
}

test('rates are what counters grew by over the last two seconds', () => {
  const store = createMetricsStore()
  for (let tick = 0; tick <= 12; tick += 1) {
    const at = 10_000 + tick * 250
    store.receive({ runId: 1, at, nodes: [status(tick * 300, tick * 10)] })
  }
  expect(store.get('rule/a')?.inPerSecond).toBeCloseTo(1200)
  expect(store.get('rule/a')?.outPerSecond).toBeCloseTo(40)
})

test('the history has one figure a second, at most a minute of them', () => {
  const store = createMetricsStore()
  for (let tick = 0; tick < 400; tick += 1) {
    store.receive({ runId: 1, at: tick * 250, nodes: [status(tick, tick)] })
  }
  expect(store.get('rule/a')?.history).toHaveLength(60)
})

test('figures of a node that did not change are told once for all nodes', () => {
  const store = createMetricsStore()
  let calls = 0
  const stop = store.subscribe(() => (calls += 1))
  store.receive({ runId: 1, at: 0, nodes: [status(1, 1)] })
  stop()
  store.clear()
  expect(calls).toBe(1)
  expect(store.get('rule/a')).toBeUndefined()
})
