import { Package } from 'lucide-react'
import { useState } from 'react'
import type { UserPlugin } from '#ipc/plugins'
import { useWorkspace } from '../../state/workspace.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './export-portable.module.css'

type Outcome =
  | { readonly kind: 'packing' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'written'
      readonly name: string
      readonly path: string
      readonly url: string
      readonly notes: readonly string[]
    }

/** Packs a plugin of ours as a zip that an eKuiper server installs, and says how. */
export function ExportPortable({ plugin }: { readonly plugin: UserPlugin }) {
  const { client } = useWorkspace()
  const [outcome, setOutcome] = useState<Outcome>()
  if (!isPackable(plugin)) return null
  const pack = (): void => {
    setOutcome({ kind: 'packing' })
    client.request('plugins.package', { id: plugin.id }).then(
      (written) => setOutcome(written === null ? undefined : { kind: 'written', ...written }),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        setOutcome({ kind: 'failed', message })
      },
    )
  }
  return (
    <div className={styles.export}>
      <Button icon={Package} tone="quiet" disabled={outcome?.kind === 'packing'} onClick={pack}>
        Export as eKuiper portable plugin...
      </Button>
      {outcome?.kind === 'failed' && (
        <p role="alert" className={`${styles.failure ?? ''} selectable-text`}>
          {outcome.message}
        </p>
      )}
      {outcome?.kind === 'written' && <Written {...outcome} />}
    </div>
  )
}

function isPackable({ kind, state }: UserPlugin): boolean {
  const isCode = kind === 'sink' || kind === 'source' || kind === 'function'
  return isCode && (state === 'ready' || state === 'stopped')
}

function Written({
  name,
  path,
  url,
  notes,
}: {
  readonly name: string
  readonly path: string
  readonly url: string
  readonly notes: readonly string[]
}) {
  const command = JSON.stringify({ name, file: url })
  return (
    <div role="status" className={`${styles.written ?? ''} selectable-text`}>
      <p>
        Written to {path}. Its README says what is different on a server, which needs Node 20 or
        newer. Install it with POST to <code>/plugins/portables</code>:
      </p>
      <pre>{command}</pre>
      {notes.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  )
}
