import { sharesOf, type DropCause } from '#ipc/drop-cause'
import { formatCount } from '../../lib/format.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import styles from './data-panel.module.css'

interface DropCausesProps {
  readonly metrics: NodeMetrics | undefined
  /** The one cause whose rows are shown. */
  readonly chosen: DropCause | undefined
  readonly onChoose: (cause: DropCause | undefined) => void
}

/** How many rows of the node were dropped for each cause; a click narrows the list below to one of them. */
export function DropCauses({ metrics, chosen, onChoose }: DropCausesProps) {
  const shares = sharesOf(metrics?.status.droppedBy)
  if (shares.length === 0) return null
  return (
    <ul
      className={styles.causes}
      aria-label="Dropped by cause"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChoose(undefined)
      }}
    >
      {shares.map(({ cause, count, words }) => (
        <li key={cause}>
          <button
            type="button"
            aria-pressed={cause === chosen}
            title={cause === chosen ? 'Show the rows of every cause' : 'Show only these rows'}
            onClick={() => onChoose(cause === chosen ? undefined : cause)}
          >
            <b>{formatCount(count)}</b> {words}
          </button>
        </li>
      ))}
    </ul>
  )
}
