import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import { nameFault } from './schema-edits.ts'
import styles from './schemas.module.css'

interface NewSchemaProps {
  readonly taken: readonly string[]
  readonly onCreate: (file: string) => void
  readonly onCancel: () => void
}

/** Asks for the name of a schema. */
export function NewSchema({ taken, onCreate, onCancel }: NewSchemaProps) {
  const [name, setName] = useState('')
  const fault = name === '' ? undefined : nameFault(name, taken)
  const isReady = name !== '' && fault === undefined
  return (
    <form
      className={styles.bar}
      aria-label="New schema"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onCreate(`${name}.proto`)
      }}
    >
      <TextInput
        className={styles.newName}
        aria-label="Name of the schema"
        placeholder="telemetry"
        autoFocus
        value={name}
        isInvalid={fault !== undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <span>.proto</span>
      <Button type="submit" tone="primary" disabled={!isReady}>
        Create
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
      {fault !== undefined && <span className={styles.fault}>{fault}</span>}
    </form>
  )
}
