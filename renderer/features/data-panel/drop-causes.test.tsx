// @vitest-environment happy-dom
import { cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { DropCause } from '#ipc/drop-cause'
import type { NumberedRow } from '#ipc/row-port'
import { emptyRowBuffer } from '../../bridge/row-buffer.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { DropCauses } from './DropCauses.tsx'
import { useRowView } from './use-row-view.ts'

afterEach(cleanup)

function metricsWith(droppedBy: NodeMetrics['status']['droppedBy']): NodeMetrics {
  const status = { node: 'action/r/0', state: 'running', rowsIn: 0, rowsOut: 0, errors: 0 } as const
  const dropped = Object.values(droppedBy ?? {}).reduce((sum, count) => sum + count, 0)
  return { status: { ...status, dropped, droppedBy }, inPerSecond: 0, outPerSecond: 0, history: [] }
}

function show(droppedBy: NodeMetrics['status']['droppedBy'], cause?: DropCause) {
  const chosen: (DropCause | undefined)[] = []
  const onChoose = (next: DropCause | undefined) => void chosen.push(next)
  render(<DropCauses metrics={metricsWith(droppedBy)} chosen={cause} onChoose={onChoose} />)
  return { chosen }
}

test('names each cause with its count, most frequent first', () => {
  show({ 'sink-refused': 3, 'buffer-full': 1204 })
  const texts = screen.getAllByRole('listitem').map((item) => item.textContent)
  expect(texts).toEqual(['1,204 buffer full', '3 not written by the sink'])
})

test('takes no room where nothing was dropped', () => {
  show(undefined)
  expect(screen.queryByRole('list')).toBeNull()
})

test('a cause is chosen, and let go again by a second press or Escape', () => {
  const { chosen } = show({ 'sink-refused': 3, late: 2 }, 'late')
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
  press('3 not written by the sink')
  press('2 too late')
  fireEvent.keyDown(screen.getByRole('button', { name: '2 too late' }), { key: 'Escape' })
  expect(chosen).toEqual(['sink-refused', undefined, undefined])
  const pressed = screen.getAllByRole('button', { pressed: true }).map((each) => each.textContent)
  expect(pressed).toEqual(['2 too late'])
})

test('the rows shown are those of the chosen cause that fit the filter', () => {
  const dropped = (number: number, cause: DropCause, json: string): NumberedRow => {
    return { number, kind: 'dropped', at: 0, cause, message: 'x', json }
  }
  const rows = [
    dropped(1, 'late', '{"a":1}'),
    dropped(2, 'buffer-full', '{"a":2}'),
    dropped(3, 'late', '{"a":3}'),
  ]
  const buffer = { ...emptyRowBuffer, rows: { ...emptyRowBuffer.rows, dropped: rows } }
  const numbers = (text: string, cause: DropCause | undefined) =>
    renderHook(() =>
      useRowView(buffer, 'dropped', { text, cause }, undefined),
    ).result.current.rows.map(({ number }) => number)
  expect(numbers('', undefined)).toEqual([3, 2, 1])
  expect(numbers('', 'late')).toEqual([3, 1])
  expect(numbers('a > 1', 'late')).toEqual([3])
  expect(numbers('', 'stopped')).toEqual([])
})
