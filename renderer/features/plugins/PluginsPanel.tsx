import { FolderOpen, FolderPlus, Plus, Puzzle, RefreshCw, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { PluginList } from '#ipc/plugins'
import { useWorkspace } from '../../state/workspace.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NewPlugin } from './NewPlugin.tsx'
import type { NewRequest } from './NewPlugin.tsx'
import { PluginCard } from './PluginCard.tsx'
import type { PluginActions } from './PluginCard.tsx'
import styles from './plugins.module.css'

export interface PluginsPanelProps {
  readonly list: PluginList | undefined
  readonly isCreating: boolean
  readonly onCreating: (isCreating: boolean) => void
  /** A request that failed. */
  readonly onFailure: (title: string, error: unknown) => void
}

/** The plugins of the user: what they are, what is wrong with them, and what may run. */
export function PluginsPanel({ list, isCreating, onCreating, onFailure }: PluginsPanelProps) {
  const { client } = useWorkspace()
  const [isBusy, setIsBusy] = useState(false)
  const carryOut = (title: string, request: Promise<unknown>): void => {
    setIsBusy(true)
    request.catch((error: unknown) => onFailure(title, error)).finally(() => setIsBusy(false))
  }
  const actions: PluginActions = {
    trust: ({ id }, follow) =>
      carryOut('It was not trusted', client.request('plugins.trust', { id, follow })),
    reload: ({ id }) => carryOut('It was not loaded', client.request('plugins.reload', { id })),
    openFolder: ({ id }) =>
      carryOut('The folder was not opened', client.request('plugins.openFolder', { id })),
  }
  const create = (request: NewRequest): void => {
    onCreating(false)
    carryOut('The plugin was not made', client.request('plugins.create', request))
  }
  return (
    <div className={styles.panel} aria-busy={isBusy}>
      <div className={styles.bar}>
        <Button icon={Plus} onClick={() => onCreating(true)}>
          New plugin
        </Button>
        <Button
          icon={FolderPlus}
          onClick={() =>
            carryOut('The folder was not added', client.request('plugins.addFolder', {}))
          }
        >
          Add a folder
        </Button>
        <span className={styles.grow} />
        <Button
          icon={FolderOpen}
          onClick={() =>
            carryOut('The folder was not opened', client.request('plugins.openFolder', {}))
          }
        >
          Open the folder
        </Button>
        <Button
          icon={RefreshCw}
          onClick={() => carryOut('Nothing was loaded', client.request('plugins.reload', {}))}
        >
          Reload all
        </Button>
      </div>
      {isCreating && <NewPlugin onCreate={create} onCancel={() => onCreating(false)} />}
      <div className={styles.scroller} onKeyDown={moveBetweenCards}>
        {list?.problems.map(({ file, message }) => (
          <p key={`${file} ${message}`} className={styles.message} data-state="failed">
            <code>{file}</code> {message}
          </p>
        ))}
        {list?.plugins.map((plugin) => (
          <PluginCard key={plugin.id} plugin={plugin} actions={actions} />
        ))}
        {list !== undefined && list.plugins.length === 0 && (
          <EmptyState icon={Puzzle} title="No plugins yet">
            A plugin is a file in {list.folders[0]}. Create one, save it, and it is in the palette.
          </EmptyState>
        )}
        {list?.folders.slice(1).map((folder) => (
          <p key={folder} className={styles.folder}>
            <span className="selectable-text">{folder}</span>
            <IconButton
              icon={X}
              label="Do not look there any more"
              tone="quiet"
              onClick={() =>
                carryOut(
                  'The folder was not removed',
                  client.request('plugins.removeFolder', { folder }),
                )
              }
            />
          </p>
        ))}
      </div>
    </div>
  )
}

/** Up and down go from one plugin to the next; Tab goes through what can be done with it. */
function moveBetweenCards(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-plugin]')]
  const index = cards.findIndex((card) => card === document.activeElement)
  const next = index < 0 ? undefined : cards[index + step]
  if (step === 0 || next === undefined) return
  event.preventDefault()
  next.focus()
}
