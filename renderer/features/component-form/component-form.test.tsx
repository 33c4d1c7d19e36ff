// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useEffect, useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import { fieldsOf } from '../../state/schema.ts'
import { allowWeakSecrets, refreshSecrets } from '../../state/secrets.ts'
import { validateProperties } from '../../state/validation.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { ComponentForm } from './ComponentForm.tsx'
import { groupsOf } from './form-model.ts'
import { readNumber } from './SimpleWidgets.tsx'
import { chooseWidget } from './widget.ts'
import { widgets } from './widgets.ts'

afterEach(cleanup)

describe('the widget of a property', () => {
  test.each([
    ['text', { type: 'string' }],
    ['number', { type: 'integer' }],
    ['switch', { type: 'boolean' }],
    ['choice', { type: 'string', enum: ['a', 'b'] }],
    ['choice', { anyOf: [{ const: 1 }, { const: 2 }] }],
    ['secret', { type: 'string', secret: true }],
    ['masked', { type: 'integer', secret: true }],
    ['template', { type: 'string', widget: 'template', dynamic: true }],
    ['text-area', { type: 'string', widget: 'code' }],
    ['dynamic-text', { type: 'string', widget: 'topic', dynamic: true }],
    ['key-values', { type: 'object', additionalProperties: { type: 'string' } }],
    ['lines', { type: 'array', items: { type: 'string' } }],
    ['json', { type: 'array', items: { type: 'object' } }],
    ['json', { oneOf: [{ type: 'string' }, { type: 'object' }] }],
    ['json', {}],
  ])('is %s for %j', (name, schema) => {
    const [field] = fieldsOf({ properties: { it: schema } })
    if (field === undefined) throw new Error('there is one field')
    expect(chooseWidget(widgets, field)?.name).toBe(name)
  })

  test('is the broker widget for a server', () => {
    const [field] = fieldsOf({ properties: { server: { type: 'string' } } })
    if (field === undefined) throw new Error('there is one field')
    expect(chooseWidget(widgets, field)?.name).toBe('broker')
  })
})

test.each([
  ['', undefined],
  ['12', 12],
  ['-1.5', -1.5],
  ['1.', '1.'],
  ['1.50', '1.50'],
  ['007', '007'],
  ['12a', '12a'],
])('the number field reads %j as %j', (text, value) => {
  expect(readNumber(text)).toBe(value)
})

const schema = {
  type: 'object',
  properties: {
    topic: { type: 'string', title: 'Topic', description: 'Where to.', group: 'Target' },
    retained: { type: 'boolean', title: 'Retain', default: false, group: 'Target' },
    qos: { type: 'integer', title: 'QoS', default: 0, group: 'Target' },
    password: { type: 'string', title: 'Password', secret: true, group: 'Connection' },
    cache: { type: 'boolean', title: 'Cache', default: false, group: 'Reliability' },
    resend: {
      type: 'string',
      title: 'Resend',
      group: 'Reliability',
      visibleIf: { property: 'cache', values: [true] },
    },
  },
  required: ['topic'],
}

describe('groups', () => {
  test('come in the order of the design, count what is changed, and keep what is unknown', () => {
    const groups = groupsOf(schema, { qos: 1, retained: false, mine: [1] })
    expect(groups.map(({ title, changedCount }) => [title, changedCount])).toEqual([
      ['Connection', 0],
      ['Target', 1],
      ['Reliability', 0],
      ['Other properties', 1],
    ])
  })
})

/** As the user agrees to it. */
let keepSecrets: () => Promise<void>

/** As a problem of the field is opened. */
let wishFor: (field: string) => void

/** A form that keeps its values, as the document does. */
function Harness({ first = {}, warnings, onValues }: HarnessProps) {
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(first)
  const [workspace] = useState(() => createWorkspace(createInMemoryClient()))
  useEffect(() => {
    void refreshSecrets(workspace)
    keepSecrets = () => allowWeakSecrets(workspace, true)
    wishFor = (field) => workspace.view.focusField('sink', field)
  }, [workspace])
  return (
    <MantineProvider>
      <WorkspaceContext value={workspace}>
        <ComponentForm
          schema={schema}
          values={values}
          errors={validateProperties(schema, values)}
          warnings={warnings}
          onChange={(key, value) => {
            const next = { ...values, [key]: value }
            setValues(next)
            onValues?.(next)
          }}
        />
      </WorkspaceContext>
    </MantineProvider>
  )
}

interface HarnessProps {
  readonly first?: Readonly<Record<string, unknown>>
  readonly warnings?: Readonly<Record<string, string>>
  readonly onValues?: (values: Readonly<Record<string, unknown>>) => void
}

describe('the form', () => {
  test('says what is missing and takes it back while typing', () => {
    render(<Harness />)
    expect(screen.getByRole('alert').textContent).toBe('Topic is required.')
    fireEvent.change(screen.getByLabelText('Topic'), { target: { value: 'alarm' } })
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByText('Where to.')).toBeDefined()
  })

  test('shows the default in an empty field and takes a value that is reset out', () => {
    let values: Readonly<Record<string, unknown>> = {}
    render(<Harness first={{ topic: 't' }} onValues={(next) => (values = next)} />)
    const qos = screen.getByLabelText('QoS')
    expect(qos.getAttribute('placeholder')).toBe('0')
    fireEvent.change(qos, { target: { value: '2' } })
    expect(values['qos']).toBe(2)
    const resets = screen.getAllByRole('button', { name: 'Back to the default' })
    const last = resets.at(-1)
    if (last === undefined) throw new Error('a changed field can be reset')
    fireEvent.click(last)
    expect(values['qos']).toBeUndefined()
  })

  test('a secret goes out of the project as it is typed, and only its id is shown', async () => {
    let last: Readonly<Record<string, unknown>> = {}
    render(<Harness first={{ topic: 't' }} onValues={(values) => (last = values)} />)
    const input = screen.getByLabelText('Password')
    expect(input.getAttribute('type')).toBe('password')
    fireEvent.change(input, { target: { value: 'geheim' } })
    expect(last).toEqual({})
    fireEvent.blur(input)
    await screen.findByText(/Named PASSWORD\./)
    expect(last).toEqual({ topic: 't', password: '${secret:PASSWORD}' })
    expect(document.body.innerHTML).not.toContain('geheim')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('stored')
    expect(screen.getByText(/Kept until Sluice is closed\./)).toBeDefined()
  })

  test('a stored secret is replaced under its id, and removed', async () => {
    let last: Readonly<Record<string, unknown>> = {}
    render(<Harness first={{ topic: 't' }} onValues={(values) => (last = values)} />)
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'geheim' } })
    fireEvent.keyDown(screen.getByLabelText('Password'), { key: 'Enter' })
    await screen.findByText(/Named PASSWORD\./)
    fireEvent.click(screen.getByRole('button', { name: 'Replace' }))
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'neu' } })
    fireEvent.keyDown(screen.getByLabelText('Password'), { key: 'Escape' })
    await screen.findByText(/Named PASSWORD\./)
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }))
    expect(last['password']).toBeUndefined()
    expect(screen.getByLabelText('Password').getAttribute('type')).toBe('password')
  })

  test('a secret in clear text is not in the page, and can be moved out', async () => {
    let last: Readonly<Record<string, unknown>> = {}
    const first = { topic: 't', password: 'geheim' }
    render(<Harness first={first} onValues={(values) => (last = values)} />)
    expect(document.body.innerHTML).not.toContain('geheim')
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'Move out of the project' })).toBeNull()
    })
    await act(async () => keepSecrets())
    fireEvent.click(screen.getByRole('button', { name: 'Move out of the project' }))
    await screen.findByText(/Named PASSWORD\./)
    expect(last).toEqual({ topic: 't', password: '${secret:PASSWORD}' })
  })

  test('a wish for the focus opens the section of the field, also when it was collapsed before', async () => {
    render(<Harness first={{ topic: 't' }} />)
    const section = screen.getByRole('button', { name: 'Reliability' })
    const isOpen = () => section.getAttribute('aria-expanded')
    expect(isOpen()).toBe('false')
    await act(async () => wishFor('cache'))
    expect(isOpen()).toBe('true')
    fireEvent.click(section)
    expect(isOpen()).toBe('false')
    await act(async () => wishFor('qos'))
    expect(isOpen()).toBe('false')
    await act(async () => wishFor('cache'))
    expect(isOpen()).toBe('true')
  })

  test('a collapsed section says how many errors and warnings it has', () => {
    const told = { cache: 'Surprising.', resend: 'Surprising, too.' }
    render(<Harness first={{ topic: 't' }} warnings={told} />)
    expect(screen.getByText('2 warnings')).toBeDefined()
  })

  test('shows a conditional field only while its condition holds', () => {
    render(<Harness first={{ topic: 't', cache: false, resend: '1s' }} />)
    fireEvent.click(screen.getByRole('button', { name: 'Reliability' }))
    expect(screen.queryByLabelText('Resend')).toBeNull()
    fireEvent.click(screen.getByRole('switch', { name: 'Cache' }))
    expect(screen.getByLabelText('Resend')).toBeDefined()
  })
})

test('values of a dynamic map are templates: braces are closed in them', () => {
  const fields = { type: 'object', additionalProperties: { type: 'string' }, dynamic: true }
  const changes: unknown[] = []
  render(
    <WorkspaceContext value={createWorkspace(createInMemoryClient())}>
      <ComponentForm
        schema={{ properties: { formData: fields } }}
        values={{ formData: { id: '{' } }}
        errors={{}}
        onChange={(_, value) => changes.push(value)}
      />
    </WorkspaceContext>,
    { wrapper: MantineProvider },
  )
  const field = screen.getByLabelText<HTMLTextAreaElement>('Form data value 1')
  field.setSelectionRange(1, 1)
  fireEvent.keyDown(field, { key: '{' })
  expect(changes).toEqual([{ id: '{{}}' }])
})
