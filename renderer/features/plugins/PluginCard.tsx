import { FolderOpen, RefreshCw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { UserPlugin } from '#ipc/plugins'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { Tile } from '../../ui/Tile.tsx'
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
/** Whose colour and icon a kind has where it has none of its own. */
const tiles = {
  source: { kind: 'source', icon: undefined },
  sink: { kind: 'sink', icon: undefined },
  function: { kind: 'sql', icon: 'code' },
  format: { kind: 'sql', icon: 'braces' },
  portable: { kind: 'sink', icon: 'layers' },
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
    <article className={styles.card} aria-label={`Plugin ${title}`} tabIndex={0} data-plugin>
      <header className={styles.head}>
        <Tile kind={tiles[kind].kind} icon={plugin.icon ?? tiles[kind].icon} />
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
        <p
          className={`${styles.message ?? ''} selectable-text`}
          data-state={state}
          data-starts={place === undefined && /^\p{L}/u.test(message) ? 'word' : 'path'}
        >
          {place !== undefined && (
            <>
              <code>{place}</code>{' '}
            </>
          )}
          {message}
          {isOlderUsed && '. The version before it goes on.'}
        </p>
      )}
      {state === 'untrusted' && <TrustQuestion plugin={plugin} actions={actions} />}
      {kind === 'portable' && plugin.provides.length > 0 && (
        <p className={styles.provides} aria-label="Provides">
          {plugin.provides.map((each) => (
            <code key={each}>{each}</code>
          ))}
        </p>
      )}
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
  const place = plugin.kind === 'function' || plugin.kind === 'format' ? 'a thread' : 'a process'
  return (
    <div className={styles.trust}>
      <p>
        It runs as a program of yours, in {place} of its own: it can read and write your files, use
        the network and start programs.{' '}
        {plugin.kind === 'portable' ? '' : describeReach(plugin.reaches)} Trust it if you know what
        is in it.
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

function Readme({ text }: { readonly text: string }) {
  return (
    <details className={styles.readme}>
      <summary>Read me</summary>
      <div className={styles.document}>
        <Markdown text={text} />
      </div>
    </details>
  )
}
