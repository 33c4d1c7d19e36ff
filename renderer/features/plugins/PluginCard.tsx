import { FolderOpen, RefreshCw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { UserPlugin } from '#ipc/plugins'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { ExportPortable } from './ExportPortable.tsx'
import styles from './plugins.module.css'
import { describeReach } from './reach.ts'

export interface PluginActions {
  readonly trust: (plugin: UserPlugin, follow: boolean) => void
  readonly reload: (plugin: UserPlugin) => void
  readonly openFolder: (plugin: UserPlugin) => void
}

const tones = {
  ready: 'running',
  untrusted: 'warning',
  failed: 'error',
  stopped: 'error',
  'server-only': 'plain',
} as const
const stateWords = {
  ready: 'ready',
  untrusted: 'not trusted yet',
  failed: 'failed',
  stopped: 'stopped',
  'server-only': 'only on a server',
} as const

export function PluginCard({
  plugin,
  actions,
}: {
  readonly plugin: UserPlugin
  readonly actions: PluginActions
}) {
  const { title, kind, type, version, state, message, place, isOlderUsed } = plugin
  return (
    <article className={styles.card} aria-label={`Plugin ${title}`}>
      <header className={styles.head}>
        <strong>{title}</strong>
        <span className={styles.quiet}>
          {kind} <code>{type}</code>
          {version === undefined ? '' : `, version ${version}`}
          {plugin.isShared && ', one instance for all'}
        </span>
        <Pill tone={tones[state]}>{stateWords[state]}</Pill>
        <span className={styles.grow} />
        <IconButton
          icon={FolderOpen}
          label="Open its folder"
          tone="quiet"
          onClick={() => actions.openFolder(plugin)}
        />
        <IconButton
          icon={RefreshCw}
          label="Load again"
          tone="quiet"
          onClick={() => actions.reload(plugin)}
        />
      </header>
      {message !== undefined && (
        <p className={`${styles.message ?? ''} selectable-text`} data-state={state}>
          {place !== undefined && <code>{place}</code>} {message}
          {isOlderUsed && '. The version before it goes on.'}
        </p>
      )}
      {state === 'untrusted' && <TrustQuestion plugin={plugin} actions={actions} />}
      <p className={`${styles.quiet ?? ''} selectable-text`}>{plugin.path}</p>
      <ExportPortable plugin={plugin} />
      {plugin.readme !== undefined && <Readme text={plugin.readme} />}
    </article>
  )
}

function TrustQuestion({
  plugin,
  actions,
}: {
  readonly plugin: UserPlugin
  readonly actions: PluginActions
}) {
  const [follow, setFollow] = useState(false)
  return (
    <div className={styles.trust}>
      <p>
        It runs as a program of yours, in a process of its own: it can read and write your files,
        use the network and start programs. {describeReach(plugin.reaches)} Trust it if you know
        what is in it.
      </p>
      <label>
        <input
          type="checkbox"
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />{' '}
        Also when its files change: I am working on it
      </label>
      <Button icon={ShieldCheck} tone="primary" onClick={() => actions.trust(plugin, follow)}>
        Trust and load
      </Button>
    </div>
  )
}

/** As text: nothing in a file of somebody else becomes part of the page. */
function Readme({ text }: { readonly text: string }) {
  return (
    <details className={styles.readme}>
      <summary>Read me</summary>
      <pre className="selectable-text">{text}</pre>
    </details>
  )
}
