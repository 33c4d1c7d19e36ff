import { Check, Pencil, X } from 'lucide-react'
import { useState } from 'react'
import { describeProblem } from '../../bridge/client.ts'
import { secretIdOf } from '../../state/ruleset.ts'
import { removeSecret, storeSecret, usersOfSecret } from '../../state/secrets.ts'
import { useDocument, useSession, useView, useWorkspace } from '../../state/workspace.ts'
import { IconButton } from '../../ui/Button.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import styles from './component-form.module.css'
import { placeholderOf, type WidgetProps } from './widget.ts'

/** Write-only: what is typed goes out of the project at once, and what is stored is never shown. */
export function SecretWidget(props: WidgetProps) {
  const { id, field, value, isInvalid, describedBy } = props
  const [isReplacing, setReplacing] = useState(false)
  const ids = useSession(({ secrets }) => secrets?.ids)
  // Out of the files and in memory alone, a value would be lost: the banner asks first.
  const canMove = useSession(({ secrets = { keeping: 'session' } }) => {
    return secrets.keeping !== 'session'
  })
  const reference = secretIdOf(value)
  const isClear = reference === undefined && typeof value === 'string' && value !== ''
  const isStored = reference !== undefined && (ids === undefined || ids.includes(reference))
  const { error, store, remove } = useSecretActions(props)
  const end = (typed: string) => {
    setReplacing(false)
    if (typed !== '') store(typed)
  }
  const isShown = (isStored || isClear) && !isReplacing
  return (
    <>
      <div className={styles.secret}>
        {isShown ? (
          <TextInput
            id={id}
            readOnly
            isInvalid={isInvalid}
            value={isClear ? '••••••••' : 'stored'}
            aria-required={field.isRequired}
            aria-describedby={describedBy}
          />
        ) : (
          <SecretInput {...props} isReplacing={isReplacing} onEnd={end} />
        )}
        {isShown && isClear && canMove && (
          <IconButton icon={Check} label="Move out of the project" onClick={() => store(value)} />
        )}
        {isShown && <IconButton icon={Pencil} label="Replace" onClick={() => setReplacing(true)} />}
        {value !== undefined && !isReplacing && (
          <IconButton icon={X} label="Remove" onClick={remove} />
        )}
      </div>
      {error !== '' && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <Note reference={reference} isClear={isClear} />
    </>
  )
}

interface SecretInputProps extends WidgetProps {
  readonly isReplacing: boolean
  /** With the empty text for no change. */
  readonly onEnd: (typed: string) => void
}

function SecretInput({ id, field, isInvalid, describedBy, isReplacing, onEnd }: SecretInputProps) {
  const [typed, setTyped] = useState('')
  const end = (text: string) => {
    setTyped('')
    onEnd(text)
  }
  return (
    <TextInput
      id={id}
      type="password"
      autoComplete="new-password"
      autoFocus={isReplacing}
      value={typed}
      placeholder={isReplacing ? 'new value' : placeholderOf(field)}
      isInvalid={isInvalid}
      aria-required={field.isRequired}
      aria-describedby={describedBy}
      onChange={(event) => setTyped(event.target.value)}
      onCopy={(event) => event.preventDefault()}
      onBlur={() => end(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(typed)
        if (event.key === 'Escape') end('')
      }}
    />
  )
}

/** How long a value is kept, and what else has it. */
function Note({
  reference,
  isClear,
}: {
  readonly reference: string | undefined
  readonly isClear: boolean
}) {
  const isOfSession = useSession(
    ({ secrets }) => reference !== undefined && secrets?.sessionIds.includes(reference) === true,
  )
  const users = useDocument(({ document }) =>
    reference === undefined ? '' : usersOfSecret(document, reference).join(', '),
  )
  const notes = [
    ...(reference === undefined ? [] : [`Named ${reference}.`]),
    ...(isClear ? ["In clear text in the project's files."] : []),
    ...(isOfSession ? ['Kept until Sluice is closed.'] : []),
    ...(users.includes(', ') ? [`One secret of ${users}.`] : []),
  ]
  return notes.length === 0 ? null : <p className={styles.note}>{notes.join(' ')}</p>
}

interface SecretActions {
  /** Why the last one was not carried out. */
  readonly error: string
  readonly store: (text: string) => void
  readonly remove: () => void
}

function useSecretActions({ field, value, onChange }: WidgetProps): SecretActions {
  const workspace = useWorkspace()
  const [error, setError] = useState('')
  const selected = useView((state) => state.selected[0])
  const owner = useDocument(
    ({ document }) => document.nodes.find(({ id }) => id === selected)?.name ?? '',
  )
  const attempt = (action: Promise<void>) => {
    setError('')
    action.catch((failure: unknown) => setError(describeProblem(failure).message))
  }
  const id = secretIdOf(value)
  return {
    error,
    store(text) {
      const secret = { owner, key: field.key, value: text, id }
      attempt(
        storeSecret(workspace, secret).then((reference) => {
          if (reference !== value) onChange(reference)
        }),
      )
    },
    remove() {
      onChange(undefined)
      if (id !== undefined) attempt(removeSecret(workspace, id))
    },
  }
}
