import { KeyRound, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { SecretState } from '#ipc/secrets'
import { secretIdsIn } from '../state/ruleset.ts'
import { allowWeakSecrets, clearSecretsOf, moveClearSecrets } from '../state/secrets.ts'
import { useDocument, useSession, useWorkspace } from '../state/workspace.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { attempt, notify } from './notify.ts'
import styles from './workbench.module.css'

/** Offers to move secrets out of the project's files, and says where this system cannot keep them. */
export function SecretsBanner() {
  const offer = useOffer()
  const project = useSession(({ folder, projectName }) => folder ?? projectName)
  const [closed, setClosed] = useState('')
  const name = `${offer?.title ?? ''} ${project}`
  if (offer === undefined || closed === name) return null
  return (
    <div className={styles.banner} data-tone="notice" role="status" aria-label="Secrets">
      <KeyRound size={16} strokeWidth={1.8} aria-hidden />
      <p>
        {offer.title} {offer.text}
      </p>
      {offer.action !== undefined && (
        <Button tone="primary" onClick={offer.action.carryOut}>
          {offer.action.label}
        </Button>
      )}
      <IconButton icon={X} label="Not now" tone="quiet" onClick={() => setClosed(name)} />
    </div>
  )
}

interface Offer {
  readonly title: string
  readonly text: string
  readonly action?: { readonly label: string; readonly carryOut: () => void }
}

const weakly = 'Sluice can keep them outside the project, encrypted with a key that is no secret.'

function useOffer(): Offer | undefined {
  const workspace = useWorkspace()
  const secrets = useSession((state) => state.secrets)
  const clear = useClearSecrets()
  const hasReferences = useDocument(({ document }) => secretIdsIn(document).size > 0)
  if (secrets === undefined) return undefined
  if (clear.length > 0) {
    const places = [...new Set(clear)].join(', ')
    const title = `Secrets stand in clear text in this project: ${places}.`
    const { text, label } = moving(secrets)
    const carryOut = () =>
      void attempt('Not all secrets were moved', async () => {
        if (secrets.keeping === 'session') await allowWeakSecrets(workspace, true)
        await moveClearSecrets(workspace)
        notify('Moved out of the project', 'Save it: until then its files are as they were.')
      })
    return { title, text, ...(label === undefined ? {} : { action: { label, carryOut } }) }
  }
  if (!hasReferences || secrets.keeping !== 'session') return undefined
  const title = 'This system has no key store: secrets are kept until Sluice is closed.'
  if (!secrets.isChoice) return { title, text: '' }
  const carryOut = () => void attempt('It was not changed', () => allowWeakSecrets(workspace, true))
  return { title, text: weakly, action: { label: 'Keep them so', carryOut } }
}

function moving({ keeping, isChoice }: SecretState): { text: string; label?: string } {
  const where = "The system's key store can keep them outside its files."
  if (keeping === 'system') return { text: where, label: 'Move to the key store' }
  if (keeping === 'weak') return { text: weakly, label: 'Move out of the project' }
  if (isChoice) {
    return { text: `This system has no key store. ${weakly}`, label: 'Move out of the project' }
  }
  return { text: 'This system has no key store, so they stay there.' }
}

/** `alarm: Password`, for each. */
function useClearSecrets(): readonly string[] {
  const document = useDocument((state) => state.document)
  const components = useSession((state) => state.components)
  const commonSinkSchema = useSession((state) => state.commonSinkSchema)
  return useMemo(
    () =>
      clearSecretsOf(document, { components, commonSinkSchema }).map(
        ({ owner, field }) => `${owner}: ${field.title}`,
      ),
    [document, components, commonSinkSchema],
  )
}
