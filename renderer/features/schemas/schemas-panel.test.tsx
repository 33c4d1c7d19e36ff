// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import { createWorkspace, WorkspaceContext, type Workspace } from '../../state/workspace.ts'
import { freeSchemaName, nameFault, offsetOf } from './schema-edits.ts'
import { SchemasPanel } from './SchemasPanel.tsx'

const stops: (() => void)[] = []
afterEach(() => {
  cleanup()
  for (const stop of stops.splice(0)) stop()
})

function show(): Workspace {
  const client = createInMemoryClient()
  const workspace = createWorkspace(client)
  stops.push(workspace.schemas.start())
  render(
    <MantineProvider>
      <WorkspaceContext value={workspace}>
        <SchemasPanel
          onFailure={(title) => {
            throw new Error(title)
          }}
        />
      </WorkspaceContext>
    </MantineProvider>,
  )
  return workspace
}

function create(name: string): void {
  fireEvent.click(screen.getByText('New schema'))
  fireEvent.change(screen.getByLabelText('Name of the schema'), { target: { value: name } })
  fireEvent.click(screen.getByText('Create'))
}

test('a schema is added, written, found wrong at its place, and deleted; each can be undone', async () => {
  const { document } = show()
  expect(screen.getByText('No schemas yet')).toBeDefined()
  create('telemetry')
  const text = screen.getByLabelText<HTMLTextAreaElement>('Text of telemetry.proto')
  expect(text.value).toContain('message Reading')
  expect((await screen.findAllByText('telemetry.Reading')).length).toBe(1)
  fireEvent.change(text, { target: { value: 'message R {' } })
  expect(document.getState().document.schemas).toEqual({ 'telemetry.proto': 'message R {' })
  expect((await screen.findByRole('alert')).textContent).toBe(
    'telemetry:1:1 the schema ends too early',
  )
  fireEvent.click(screen.getByText('Delete telemetry.proto'))
  expect(document.getState().document).not.toHaveProperty('schemas')
  document.undo()
  expect(document.getState().document.schemas).toEqual({ 'telemetry.proto': 'message R {' })
})

test('a file is imported under a name that is free', async () => {
  const workspace = show()
  create('a')
  const content = 'message B {}'
  await workspace.client.request('file.export', {
    suggestedName: 'a.proto',
    text: content,
    withSecrets: false,
  })
  fireEvent.click(screen.getByText('Import a .proto file'))
  await screen.findByLabelText('Text of a_2.proto')
  expect(workspace.document.getState().document.schemas?.['a_2.proto']).toBe(content)
})

test.each([
  ['Telemetry data.proto', [], 'Telemetry_data.proto'],
  ['a.proto', ['A.proto', 'a_2.proto'], 'a_3.proto'],
  ['.proto', [], 'schema.proto'],
])('%s becomes a free name', (name, taken, free) => {
  expect(freeSchemaName(name, taken)).toBe(free)
})

test('names of schemas are checked', () => {
  expect(nameFault('a b', [])).toBe('Letters, digits, - and _ only.')
  expect(nameFault('a', ['A.proto'])).toBe('a.proto is there already.')
  expect(nameFault('b', ['a.proto'])).toBeUndefined()
})

test('lines and columns become offsets', () => {
  expect(offsetOf('ab\ncd', 2, 2)).toBe(4)
  expect(offsetOf('ab\ncd', 9, 9)).toBe(5)
})
