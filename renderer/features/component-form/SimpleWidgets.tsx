import { printExactJson } from '../../state/ruleset.ts'
import { Switch } from '../../ui/Switch.tsx'
import { TextArea, TextInput } from '../../ui/TextInput.tsx'
import { placeholderOf, type WidgetProps } from './widget.ts'

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : printExactJson(value)
}

const dataWidgets = new Set(['topic', 'file', 'duration'])

export function TextWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  return (
    <TextInput
      id={id}
      value={textOf(value)}
      placeholder={placeholderOf(field)}
      isData={field.isDynamic || dataWidgets.has(field.widget ?? '')}
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

export function TextAreaWidget(props: WidgetProps) {
  const { id, field, value, isInvalid, describedBy, onChange } = props
  return (
    <TextArea
      id={id}
      value={textOf(value)}
      placeholder={placeholderOf(field)}
      isData
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

/** A secret that is no text: masked, but it stays in the project. */
export function MaskedWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  return (
    <TextInput
      id={id}
      type="password"
      value={textOf(value)}
      placeholder={placeholderOf(field)}
      autoComplete="new-password"
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) => onChange(readNumber(event.target.value))}
      onCopy={(event) => event.preventDefault()}
    />
  )
}

/** What is no number stays as it was typed, and the field says so. */
export function NumberWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  return (
    <TextInput
      id={id}
      inputMode="decimal"
      value={textOf(value)}
      placeholder={placeholderOf(field)}
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) => onChange(readNumber(event.target.value))}
    />
  )
}

export function readNumber(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const isPlain = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(trimmed)
  return isPlain && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text
}

export function SwitchWidget({ id, field, value, describedBy, onChange }: WidgetProps) {
  return (
    <Switch
      id={id}
      isOn={(value ?? field.defaultValue) === true}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      onChange={onChange}
    />
  )
}

/** A list of texts, one a line. */
export function LinesWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  const lines = Array.isArray(value) ? (value as readonly unknown[]).map(textOf) : []
  return (
    <TextArea
      id={id}
      value={lines.join('\n')}
      placeholder={placeholderOf(field) ?? 'One a line'}
      isData
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) =>
        onChange(event.target.value === '' ? undefined : event.target.value.split('\n'))
      }
    />
  )
}
