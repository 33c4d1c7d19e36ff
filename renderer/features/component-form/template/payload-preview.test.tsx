// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { previewAction } from '#engine/language'
import { PayloadPreview } from './PayloadPreview.tsx'

afterEach(cleanup)

function show(properties: Readonly<Record<string, unknown>>): string | null {
  render(<PayloadPreview preview={previewAction(properties, '{"id":"p1"}')} />)
  return screen.getByLabelText('Payload preview').textContent
}

test('shows topic and bytes of the last row', () => {
  const properties = { topic: 'alarm/{{.id}}', sendSingle: true, dataTemplate: '{{.id}} is hot' }
  expect(show(properties)).toBe('topic: alarm/p1\np1 is hot')
  expect(screen.getByText('9 bytes')).toBeDefined()
})

test('says what is wrong with another property', () => {
  expect(show({ topic: '{{.id}} {{nope}}' })).toMatch(/^topic: .*"nope" not defined/)
  expect(screen.getByText('not sent')).toBeDefined()
})

test('leaves what is wrong with the data template to its field', () => {
  expect(show({ dataTemplate: '{{' })).toBe('Shown again when the template has no error.')
  expect(screen.getByText('not sent')).toBeDefined()
})

test('says why the row is not sent', () => {
  expect(show({ sendSingle: true, dataTemplate: '{{.id.x}}' })).toMatch(/can't evaluate field x/)
  expect(screen.getByText('not sent')).toBeDefined()
})

test('says what to do before there is a row', () => {
  render(<PayloadPreview preview={undefined} />)
  expect(screen.getByText(/^Run the rule/)).toBeDefined()
})
