// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { ComponentForm } from './ComponentForm.tsx'

afterEach(cleanup)

const schema = {
  properties: {
    size: { type: 'number', title: 'Size', description: 'How many.' },
    page: {
      type: 'number',
      title: 'Page',
      visibleIf: { property: 'cache', values: [true] },
    },
  },
}

function show(errors: Record<string, string>, warnings: Record<string, string>): void {
  render(
    <MantineProvider>
      <WorkspaceContext value={createWorkspace(createInMemoryClient())}>
        <ComponentForm
          schema={schema}
          values={{}}
          errors={errors}
          warnings={warnings}
          onChange={() => undefined}
        />
      </WorkspaceContext>
    </MantineProvider>,
  )
}

test('a warning stands under its field in place of the help, and describes it', () => {
  show({}, { size: 'Surprising.' })
  expect(screen.getByRole('status').textContent).toBe('Surprising.')
  expect(screen.queryByText('How many.')).toBeNull()
  expect(screen.getByLabelText('Size').getAttribute('aria-describedby')).toBe('field-size-warning')
})

test('an error goes before a warning', () => {
  show({ size: 'Wrong.' }, { size: 'Surprising.' })
  expect(screen.getByRole('alert').textContent).toBe('Wrong.')
  expect(screen.queryByRole('status')).toBeNull()
})

test('a field that is hidden shows as long as something is wrong with it', () => {
  show({}, {})
  expect(screen.queryByLabelText('Page')).toBeNull()
  cleanup()
  show({ page: 'Wrong.' }, {})
  expect(screen.getByLabelText('Page')).toBeDefined()
})
