// @vitest-environment happy-dom
import { renderHook, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { completeTemplate } from '#engine/language'
import type { RowRequest } from '#ipc/row-port'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import type { RowPort } from '../../bridge/row-feed.ts'
import type { CanvasNode, SinkNode } from '../../state/ruleset.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { useTemplateHelp } from './use-template-help.ts'

const sink: SinkNode = {
  kind: 'sink',
  id: 'alarm',
  position: { x: 0, y: 0 },
  name: 'alarm',
  type: 'mqtt',
  input: 'hot',
  properties: { sendSingle: true, dataTemplate: '{{.id}} is hot' },
}

const nodes: readonly CanvasNode[] = [
  {
    kind: 'source',
    id: 'plant',
    position: { x: 0, y: 0 },
    name: 'plant',
    statement: 'CREATE STREAM plant (id STRING, temp FLOAT) WITH (DATASOURCE="a", FORMAT="json")',
    properties: {},
  },
  {
    kind: 'sql',
    id: 'hot',
    position: { x: 0, y: 0 },
    name: 'hot',
    ruleId: 'hot',
    sql: 'SELECT id, temp AS celsius FROM plant',
    options: {},
    extra: {},
  },
  sink,
]

/** The host's end of the row port: every node got one row. */
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

function help(node: SinkNode, row?: string) {
  const workspace = createWorkspace(createInMemoryClient())
  workspace.document.replace({ nodes: [...nodes], sourceConfigurations: {} }, true)
  workspace.run.setState({ runNodes: new Map([['alarm', 'action/hot/0']]) })
  if (row !== undefined) workspace.rows.attach(hostWith(row))
  const { result } = renderHook(() => useTemplateHelp(node), {
    wrapper: ({ children }) => <WorkspaceContext value={workspace}>{children}</WorkspaceContext>,
  })
  return result
}

const columns = (shape: ReturnType<ReturnType<typeof help>['current']['shape']>) =>
  completeTemplate('{{', 2, shape)
    .filter(({ kind }) => kind === 'column')
    .map(({ label, detail }) => `${label} ${detail}`)

test('before any row a template knows the columns of its query', () => {
  const known = help(sink)
  expect(columns(known.current.shape())).toEqual(['.id string', '.celsius float'])
  expect(known.current.preview).toBeUndefined()
})

test('columns of the rows that came are known too, and the last one is shown as bytes', async () => {
  const known = help(sink, '{"id":"p1","place":{"hall":"A"}}')
  await waitFor(() => expect(known.current.preview).toBeDefined())
  expect(columns(known.current.shape())).toEqual(['.id string', '.celsius float', '.place struct'])
  expect(known.current.preview).toMatchObject({ ok: true, messages: [{ text: 'p1 is hot' }] })
})

test('rows that are sent together are a list', () => {
  const known = help({ ...sink, properties: {} })
  expect(columns(known.current.shape())).toEqual([
    '(index . 0).id string',
    '(index . 0).celsius float',
  ])
})
