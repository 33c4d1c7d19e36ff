// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { RowRequest } from '#ipc/row-port'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import type { RowPort } from '../../bridge/row-feed.ts'
import type { SinkNode } from '../../state/ruleset.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { PayloadPreview } from './PayloadPreview.tsx'

afterEach(cleanup)

/** The host's end of the row port: every node has one row. */
function hostWith(row: string): RowPort {
  const port: RowPort = {
    onmessage: null,
    postMessage(request: RowRequest) {
      if (request.type !== 'fetch') return
      const { node, request: number } = request
      const rows = [{ number: 1, kind: 'in', at: 0, json: row }]
      const data = { type: 'page', request: number, node, rows, newest: 1, lost: 0 }
      queueMicrotask(() => port.onmessage?.(new MessageEvent('message', { data })))
    },
  }
  return port
}

function show(properties: SinkNode['properties'], row: string): void {
  const workspace = createWorkspace(createInMemoryClient())
  workspace.run.setState({ runNodes: new Map([['alarm', 'action/hot/0']]) })
  const node: SinkNode = {
    kind: 'sink',
    id: 'alarm',
    position: { x: 0, y: 0 },
    name: 'alarm',
    type: 'mqtt',
    properties,
  }
  workspace.rows.attach(hostWith(row))
  render(
    <WorkspaceContext value={workspace}>
      <PayloadPreview node={node} />
    </WorkspaceContext>,
  )
}

test('shows topic and bytes of the last row', async () => {
  show({ topic: 'alarm/{{.id}}', sendSingle: true, dataTemplate: '{{.id}} is hot' }, '{"id":"p1"}')
  const payload = await screen.findByLabelText('Payload preview')
  expect(payload.textContent).toBe('topic: alarm/p1\np1 is hot')
  expect(screen.getByText('9 bytes')).toBeDefined()
})

test('says what is wrong with a template', async () => {
  show({ dataTemplate: '{{' }, '{"id":"p1"}')
  const payload = await screen.findByLabelText('Payload preview')
  expect(payload.textContent).toMatch(/^dataTemplate: .*unclosed action/)
  expect(screen.getByText('not sent')).toBeDefined()
})
