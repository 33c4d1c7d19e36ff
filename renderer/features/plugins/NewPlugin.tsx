import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import styles from './plugins.module.css'

export type NewKind = 'sink' | 'source' | 'function'

const kinds = [
  { value: 'sink', label: 'Sink' },
  { value: 'source', label: 'Source' },
  { value: 'function', label: 'Function' },
] as const

/** Asks for what `sluice new` takes. */
export function NewPlugin({
  onCreate,
  onCancel,
}: {
  readonly onCreate: (kind: NewKind, name: string) => void
  readonly onCancel: () => void
}) {
  const [kind, setKind] = useState<NewKind>('sink')
  const [name, setName] = useState('')
  const isName = /^[a-zA-Z][a-zA-Z0-9]*([-_][a-zA-Z0-9]+)*$/.test(name)
  return (
    <form
      className={styles.form}
      aria-label="New plugin"
      onSubmit={(event) => {
        event.preventDefault()
        if (isName) onCreate(kind, name)
      }}
    >
      <Segmented label="Kind" value={kind} options={kinds} onChange={setKind} />
      <TextInput
        aria-label="Name"
        placeholder={`my-${kind}`}
        autoFocus
        value={name}
        isInvalid={name !== '' && !isName}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" tone="primary" disabled={!isName}>
        Create
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
      {name !== '' && !isName && (
        <span className={styles.quiet}>Letters and digits, words with a hyphen between.</span>
      )}
    </form>
  )
}
