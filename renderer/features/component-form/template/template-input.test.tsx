// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { shapeOfRows, type TemplateMark } from '#engine/language'
import { segmentsOf } from './segments.ts'
import { TemplateInput } from './TemplateInput.tsx'
import { typeKey } from './typing.ts'

afterEach(cleanup)

const shape = shapeOfRows(['{"deviceId":"p1","place":{"hall":"A"},"temp":41.5}'])

interface Options {
  readonly value?: string
  readonly isMultiline?: boolean
  readonly marks?: readonly TemplateMark[]
}

function Template({ value = '', isMultiline = true, marks = [] }: Options) {
  const [text, setText] = useState(value)
  return (
    <TemplateInput
      label="Template"
      value={text}
      placeholder={undefined}
      isMultiline={isMultiline}
      isInvalid={false}
      marks={marks}
      shapeOf={() => shape}
      onChange={setText}
    />
  )
}

function open(options: Options = {}): HTMLTextAreaElement {
  render(<Template {...options} />)
  const field = screen.getByLabelText<HTMLTextAreaElement>('Template')
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
  return field
}

/** As a keyboard does: the key, and what it writes if nobody takes it. */
function type(field: HTMLTextAreaElement, text: string): void {
  for (const key of text) {
    if (!fireEvent.keyDown(field, { key })) continue
    const { selectionStart: caret, value } = field
    const next = value.slice(0, caret) + key + value.slice(caret)
    fireEvent.input(field, {
      target: { value: next, selectionStart: caret + 1, selectionEnd: caret + 1 },
    })
    field.setSelectionRange(caret + 1, caret + 1)
  }
}

const labels = () =>
  screen.queryAllByRole('option').map((option) => option.querySelector('b')?.textContent)

describe('the template field', () => {
  test('closes an action and offers the columns of the rows in it', () => {
    const field = open()
    type(field, 'a {{')
    expect(field.value).toBe('a {{}}')
    expect(field.selectionStart).toBe(4)
    expect(labels().slice(0, 3)).toEqual(['.deviceId', '.place', '.temp'])
    expect(field.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]?.id)
  })

  test('a choice is taken from the keyboard, and a dot goes on into it', () => {
    const field = open()
    type(field, '{{')
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('{{.place}}')
    expect(screen.queryByRole('listbox')).toBeNull()
    type(field, '.')
    expect(labels()).toEqual(['hall'])
    fireEvent.keyDown(field, { key: 'Tab' })
    expect(field.value).toBe('{{.place.hall}}')
    type(field, '}}')
    expect([field.value, field.selectionStart]).toEqual(['{{.place.hall}}', 15])
  })

  test('after a pipe there are functions, with their form and help', () => {
    const field = open()
    type(field, '{{.temp | rou')
    expect(labels()).toEqual(['round', 'durationRound'])
    const list = screen.getByRole('listbox').parentElement
    if (list === null) throw new Error('the list stands in something')
    expect(within(list).getByText('round a places from?')).toBeDefined()
    expect(within(list).getByText(/rounded to so many decimal places/)).toBeDefined()
  })

  test('Escape closes the list and nothing else; Tab then leaves the field', () => {
    const field = open()
    type(field, '{{')
    expect(fireEvent.keyDown(field, { key: 'Escape' })).toBe(false)
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(fireEvent.keyDown(field, { key: 'Tab' })).toBe(true)
    expect(field.value).toBe('{{}}')
  })

  test('Ctrl+Space offers whole actions between them', () => {
    const field = open({ value: 'id: ' })
    fireEvent.keyDown(field, { key: ' ', ctrlKey: true })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('id: {{.deviceId}}')
  })

  test('a single line takes no line break', () => {
    const field = open({ value: 'a', isMultiline: false })
    expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false)
    fireEvent.input(field, { target: { value: 'a\nb' } })
    expect(field.value).toBe('ab')
  })

  test('nothing opens in plain text', () => {
    type(open(), 'alarm.x|')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('what is wrong is marked in its place', () => {
    open({ value: '{{.a.b}}', marks: [{ start: 2, end: 6, message: 'no such field' }] })
    const marked = [...document.querySelectorAll<HTMLElement>('[data-message]')]
    expect(marked.map(({ textContent }) => textContent).join('')).toBe('.a.b')
    expect(marked[0]?.dataset['message']).toBe('no such field')
  })
})

test.each([
  ['{', 'a {', 3, { text: 'a {{}}', caret: 4 }],
  ['{', '{"a":{', 6, { text: '{"a":{{}}', caret: 7 }],
  ['{', '{{', 2, undefined],
  ['{', '{.a}}', 1, undefined],
  ['}', '{{.a}}', 4, { text: '{{.a}}', caret: 5 }],
  ['}', '{{.a}}', 5, { text: '{{.a}}', caret: 6 }],
  ['}', '{{.a}}}', 6, undefined],
  ['}', '{"a":1}', 6, undefined],
  ['x', '{', 1, undefined],
])('the key %s in %s at %i', (key, text, caret, written) => {
  expect(typeKey(key, text, caret)).toEqual(written)
})

test('segments are cut where a token or a mark begins or ends', () => {
  const tokens = [
    { start: 1, end: 3, class: 'delimiter' },
    { start: 3, end: 7, class: 'field' },
  ] as const
  const marks = [{ start: 5, end: 9, message: 'bad' }]
  expect(
    segmentsOf('a{{.a.b}}', tokens, marks).map((one) => [one.text, one.class, one.message]),
  ).toEqual([
    ['a', undefined, undefined],
    ['{{', 'delimiter', undefined],
    ['.a', 'field', undefined],
    ['.b', 'field', 'bad'],
    ['}}', undefined, 'bad'],
  ])
  expect(segmentsOf('', [], [])).toEqual([])
})
