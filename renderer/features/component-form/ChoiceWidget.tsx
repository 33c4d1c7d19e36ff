import { Select } from '@mantine/core'
import { printExactJson } from '../../state/ruleset.ts'
import { choiceOf, choicesOf } from '../../state/validation.ts'
import { placeholderOf, type WidgetProps } from './widget.ts'

export function ChoiceWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  const choices = choicesOf(field.schema)
  const choice = choiceOf(field.schema, value)
  // A value that is no choice, such as a template, is shown as it is.
  const all = value === undefined || choice !== undefined ? choices : [...choices, value]
  const data = all.map((one) => ({
    value: printExactJson(one),
    label: one === '' ? 'none' : String(one),
  }))
  const shown = choice ?? value ?? field.defaultValue
  return (
    <Select
      id={id}
      data={data}
      value={shown === undefined ? null : printExactJson(shown)}
      placeholder={placeholderOf(field) ?? 'Choose'}
      error={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      allowDeselect={false}
      onChange={(text) => onChange(text === null ? undefined : (JSON.parse(text) as unknown))}
    />
  )
}
