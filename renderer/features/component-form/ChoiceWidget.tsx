import { Select } from '@mantine/core'
import { printExactJson } from '../../state/ruleset.ts'
import { choicesOf } from '../../state/validation.ts'
import { placeholderOf, type WidgetProps } from './widget.ts'

export function ChoiceWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  const choices = choicesOf(field.schema)
  // A value that is no choice, such as a template, is shown as it is.
  const all =
    value === undefined || choices.some((choice) => choice === value)
      ? choices
      : [...choices, value]
  const data = all.map((choice) => ({
    value: JSON.stringify(choice),
    label: choice === '' ? 'none' : String(choice),
  }))
  const shown = value ?? field.defaultValue
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
