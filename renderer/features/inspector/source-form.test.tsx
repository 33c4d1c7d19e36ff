// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useStore } from 'zustand'
import { afterEach, expect, test } from 'vitest'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import type { SourceNode } from '../../state/ruleset.ts'
import { createWorkspace, WorkspaceContext, type Workspace } from '../../state/workspace.ts'
import { SourceForm } from './SourceForm.tsx'

afterEach(cleanup)

function Shown({ workspace }: { readonly workspace: Workspace }) {
  const node = useStore(workspace.document, ({ document }) => document.nodes[0]) as SourceNode
  return (
    <SourceForm node={node} problems={[]} slots={{ Form: () => null, SqlEditor: () => null }} />
  )
}

function show(columns: string, schemaId: string): Workspace {
  const workspace = createWorkspace(createInMemoryClient())
  const node: SourceNode = {
    kind: 'source',
    id: 'readings',
    name: 'readings',
    position: { x: 0, y: 0 },
    statement: `CREATE STREAM readings (${columns}) WITH (DATASOURCE="in", FORMAT="protobuf", SCHEMAID="${schemaId}")`,
    properties: {},
  }
  workspace.document.setState(({ document }) => ({ document: { ...document, nodes: [node] } }))
  workspace.schemas.setState({
    reports: [
      {
        file: 'lab.proto',
        format: 'protobuf',
        messages: ['Reading'],
        columns: { Reading: [{ name: 'celsius', type: 'float' }] },
        problems: [],
      },
    ],
  })
  render(
    <MantineProvider>
      <WorkspaceContext value={workspace}>
        <Shown workspace={workspace} />
      </WorkspaceContext>
    </MantineProvider>,
  )
  return workspace
}

test('columns of a schema are shown and cannot be edited; declared ones that do not count can go', () => {
  const workspace = show('old BIGINT, older BIGINT', 'lab.Reading')
  expect(screen.getByRole('table', { name: 'Columns of lab.Reading' }).textContent).toBe(
    'celsiusFLOAT',
  )
  expect(screen.queryByLabelText('Column 1 name')).toBeNull()
  expect(screen.getByText(/The 2 declared columns do not count/)).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: 'Remove declared' }))
  expect(screen.queryByText(/do not count/)).toBeNull()
  const [node] = workspace.document.getState().document.nodes
  expect((node as SourceNode).statement).toContain('CREATE STREAM readings () WITH')
})

test('without a known schema the declared columns are edited', () => {
  show('old BIGINT', 'lab.Other')
  expect(screen.getByLabelText('Column 1 name')).toHaveProperty('value', 'old')
})
