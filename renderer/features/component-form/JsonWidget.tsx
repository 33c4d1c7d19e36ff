import { useState } from 'react'
import { isSameJson } from '../../lib/json.ts'
import { parseExactJson, printExactJson } from '../../state/ruleset.ts'
import { TextArea } from '../../ui/TextInput.tsx'
import styles from './component-form.module.css'
import { placeholderOf, type WidgetProps } from './widget.ts'

interface Typed {
  readonly text: string
  /** What the text was last read as. */
  readonly value: unknown
  readonly error?: string
}

/** Any value as JSON. The text stays as typed; the value follows while the text can be read. */
export function JsonWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  const [typed, setTyped] = useState<Typed>({ text: printed(value), value })
  if (typed.error === undefined && !isSameJson(typed.value, value)) {
    setTyped({ text: printed(value), value })
  }
  const type = (text: string) => {
    const read = readJson(text)
    if ('error' in read) setTyped({ ...typed, text, error: read.error })
    else {
      setTyped({ text, value: read.value })
      onChange(read.value)
    }
  }
  return (
    <>
      <TextArea
        id={id}
        value={typed.text}
        placeholder={placeholderOf(field) ?? 'JSON'}
        isData
        isInvalid={isInvalid || typed.error !== undefined}
        aria-required={field.isRequired}
        aria-describedby={describedBy}
        onChange={(event) => type(event.target.value)}
      />
      {typed.error !== undefined && (
        <p className={styles.error} role="alert">
          {typed.error}
        </p>
      )}
    </>
  )
}

function printed(value: unknown): string {
  return value === undefined ? '' : printExactJson(value, 2)
}

export function readJson(text: string): { readonly value: unknown } | { readonly error: string } {
  if (text.trim() === '') return { value: undefined }
  const json = parseExactJson(text)
  return json.ok ? { value: json.value } : { error: `Not valid JSON: ${json.message}.` }
}
