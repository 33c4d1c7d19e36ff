import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import styles from './plugins.module.css'

export type NewKind = 'sink' | 'source' | 'function' | 'format'

/** What `sluice new` takes. */
export interface NewRequest {
  readonly kind: NewKind
  readonly name: string
  readonly language: 'js' | 'ts'
}

const kinds = [
  { value: 'sink', label: 'Sink' },
  { value: 'source', label: 'Source' },
  { value: 'function', label: 'Function' },
  { value: 'format', label: 'Format' },
] as const
const languages = [
  { value: 'js', label: 'JavaScript' },
  { value: 'ts', label: 'TypeScript' },
] as const

/** Asks for it. */
export function NewPlugin({
  onCreate,
  onCancel,
}: {
  readonly onCreate: (request: NewRequest) => void
  readonly onCancel: () => void
}) {
  const [kind, setKind] = useState<NewKind>('sink')
  const [language, setLanguage] = useState<NewRequest['language']>('js')
  const [name, setName] = useState('')
  const isName = /^[a-zA-Z][a-zA-Z0-9]*([-_][a-zA-Z0-9]+)*$/.test(name)
  return (
    <form
      className={styles.form}
      aria-label="New plugin"
      onSubmit={(event) => {
        event.preventDefault()
        if (isName) onCreate({ kind, name, language })
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
      <Segmented label="Language" value={language} options={languages} onChange={setLanguage} />
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
