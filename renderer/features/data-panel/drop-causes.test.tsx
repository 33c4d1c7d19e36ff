// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { DropCauses } from './DropCauses.tsx'

afterEach(cleanup)

function metricsWith(droppedBy: NodeMetrics['status']['droppedBy']): NodeMetrics {
  const status = { node: 'action/r/0', state: 'running', rowsIn: 0, rowsOut: 0, errors: 0 } as const
  const dropped = Object.values(droppedBy ?? {}).reduce((sum, count) => sum + count, 0)
  return { status: { ...status, dropped, droppedBy }, inPerSecond: 0, outPerSecond: 0, history: [] }
}

test('names each cause with its count, most frequent first', () => {
  render(<DropCauses metrics={metricsWith({ 'sink-refused': 3, 'buffer-full': 1204 })} />)
  const texts = screen.getAllByRole('listitem').map((item) => item.textContent)
  expect(texts).toEqual(['1,204 buffer full', '3 sink could not write'])
})

test('takes no room where nothing was dropped', () => {
  render(<DropCauses metrics={metricsWith(undefined)} />)
  expect(screen.queryByRole('list')).toBeNull()
})
