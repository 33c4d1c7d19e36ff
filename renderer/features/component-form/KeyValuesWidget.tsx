import { Plus, X } from 'lucide-react'
import { isJsonObject } from '../../lib/json.ts'
import { printExactJson } from '../../state/ruleset.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import type { SchemaField } from '../../state/schema.ts'
import styles from './component-form.module.css'
import { TemplateText } from './template/TemplateWidgets.tsx'
import type { WidgetProps } from './widget.ts'

/** Names and texts, such as the headers of a request. */
export function KeyValuesWidget({ id, field, value, describedBy, onChange }: WidgetProps) {
  const entries = isJsonObject(value) ? Object.entries(value) : []
  const change = (index: number, key: string, text: unknown) =>
    onChange(Object.fromEntries(entries.with(index, [key, text as (typeof entries)[number][1]])))
  return (
    <div
      className={styles.pairs}
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
    >
      {entries.map(([key, text], index) => (
        <div key={index} className={styles.pair}>
          <TextInput
            isData
            aria-label={`${field.title} name ${index + 1}`}
            value={key}
            onChange={(event) => change(index, event.target.value, text)}
          />
          <EntryText
            field={field}
            name={key}
            label={`${field.title} value ${index + 1}`}
            text={typeof text === 'string' ? text : printExactJson(text)}
            onChange={(written) => change(index, key, written)}
          />
          <IconButton
            icon={X}
            label={`Remove ${key === '' ? 'this one' : key}`}
            tone="quiet"
            onClick={() => {
              const rest = entries.toSpliced(index, 1)
              onChange(rest.length === 0 ? undefined : Object.fromEntries(rest))
            }}
          />
        </div>
      ))}
      <Button
        id={id}
        icon={Plus}
        onClick={() => onChange(Object.fromEntries([...entries, [freeKey(entries), '']]))}
      >
        Add
      </Button>
    </div>
  )
}

interface EntryTextProps {
  readonly field: SchemaField
  readonly name: string
  readonly label: string
  readonly text: string
  readonly onChange: (text: string) => void
}

function EntryText({ field, name, label, text, onChange }: EntryTextProps) {
  if (field.isDynamic) {
    return (
      <TemplateText
        property={`${field.key}.${name}`}
        label={label}
        text={text}
        isMultiline={false}
        onChange={onChange}
      />
    )
  }
  return (
    <TextInput
      isData
      aria-label={label}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function freeKey(entries: readonly (readonly [string, unknown])[]): string {
  const taken = new Set(entries.map(([key]) => key))
  let number = entries.length + 1
  while (taken.has(`name${number}`)) number += 1
  return `name${number}`
}
