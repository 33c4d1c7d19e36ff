// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { NumberedRow, RowRequest } from '#ipc/row-port'
import type { MessageView, RowWayView } from '#ipc/row-way'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import type { RowPort } from '../../bridge/row-feed.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { RowDetail } from './RowDetail.tsx'
import type { Station } from './row-way/way-text.ts'

afterEach(cleanup)

const node = 'action/hot/0'

/** The host's end of the row port: it answers with what became of the row so far. */
function createHost(first: RowWayView | undefined) {
  let way = first
  const asked: number[] = []
  const send = (data: unknown) => port.onmessage?.(new MessageEvent('message', { data }))
  const port: RowPort = {
    onmessage: null,
    postMessage(request: RowRequest) {
      if (request.type !== 'way') return
      asked.push(request.number)
      const answer = { type: 'way', request: request.request, node }
      queueMicrotask(() => send(way === undefined ? answer : { ...answer, way }))
    },
  }
  return {
    port,
    asked,
    /** Something else became of it, and the view hears that there is news. */
    become: async (next: RowWayView) => {
      way = next
      await act(async () => {
        send({ type: 'available', node, newest: 99 })
        await Promise.resolve()
      })
    },
  }
}

function Detail({ row }: { readonly row: NumberedRow }) {
  const [station, setStation] = useState<Station>('row')
  return (
    <RowDetail
      row={row}
      nodeName="alarm"
      sink={node}
      station={station}
      onStation={setStation}
      onClose={() => undefined}
    />
  )
}

function show(way: RowWayView | undefined, more: Partial<NumberedRow> = {}) {
  const workspace = createWorkspace(createInMemoryClient())
  const host = createHost(way)
  workspace.rows.attach(host.port)
  workspace.rows.setPaused(node, true)
  const row: NumberedRow = { number: 7, kind: 'in', at: 0, json: '{"id":"p1"}', ...more }
  render(
    <MantineProvider>
      <WorkspaceContext value={workspace}>
        <Detail row={row} />
      </WorkspaceContext>
    </MantineProvider>,
  )
  return host
}

const message: MessageView = {
  rows: 1,
  data: { kind: 'text', text: 'p1 is hot', size: 9 },
  properties: { topic: 'alarm/p1' },
  format: 'json',
  compression: '',
  encryption: '',
  answers: [],
}
const way: RowWayView = {
  rows: 1,
  result: { kind: 'text', text: 'p1 is hot', length: 9 },
  message,
}
const tab = (name: string) => screen.findByRole('tab', { name })

test('a row of a sink shows its stations, with the keyboard too', async () => {
  show(way)
  fireEvent.click(await tab('Result'))
  expect(screen.getByLabelText('Payload').textContent).toBe('p1 is hot')
  fireEvent.keyDown(await tab('Result'), { key: 'ArrowRight' })
  expect(document.activeElement?.textContent).toBe('Message')
  expect(screen.getByText('alarm/p1')).toBeDefined()
  expect(screen.getByText('9 bytes of json')).toBeDefined()
  fireEvent.click(screen.getByRole('radio', { name: 'Hex' }))
  expect(screen.getByLabelText('Payload').textContent).toMatch(/^70 31 20 69 73 20 68 6f +p1 is ho/)
  fireEvent.click(await tab('Answer'))
  expect(screen.getByText('It waits for its sink.')).toBeDefined()
})

test('the answer comes while one looks, and is the last that is asked for', async () => {
  const host = show(way)
  expect(await screen.findByText('waiting')).toBeDefined()
  const away = { kind: 'unreachable', at: 1, times: 3, reason: 'nobody there' } as const
  await host.become({ ...way, message: { ...message, answers: [away] } })
  expect(await screen.findByText('trying again')).toBeDefined()
  const written = { kind: 'written', at: 2, times: 1 } as const
  await host.become({ ...way, message: { ...message, answers: [away, written] } })
  expect(await screen.findByText('written')).toBeDefined()
  fireEvent.click(await tab('Answer'))
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
  expect(lines[0]).toContain('Tried 3 times: nobody there')
  expect(lines[1]).toContain('The sink has written it.')
  await host.become(way)
  expect(host.asked).toEqual([7, 7, 7])
})

test('bytes that are no text are shown as what they are, with what made them', async () => {
  const data = { kind: 'bytes', bytes: Uint8Array.of(0x1f, 0x8b), size: 5000 } as const
  show({ ...way, message: { ...message, data, compression: 'gzip', rows: 20 } })
  fireEvent.click(await tab('Message'))
  expect(screen.getByLabelText('Payload').textContent).toMatch(/^1f 8b/)
  for (const text of [
    '5,000 bytes of json, gzip, made of 20 rows',
    'The first 2 of 5,000 bytes.',
  ]) {
    expect(screen.getByText(text)).toBeDefined()
  }
})

test('a row that became no message says why', async () => {
  show({ rows: 1 }, { kind: 'error', message: 'template: no such field' })
  fireEvent.click(await tab('Message'))
  expect(screen.getByText('template: no such field')).toBeDefined()
  expect(screen.getByText('no message')).toBeDefined()
})

test('a row whose way is not known is shown alone', async () => {
  show(undefined)
  expect(await screen.findByText('"p1"')).toBeDefined()
  expect(screen.queryByRole('tab')).toBeNull()
})
