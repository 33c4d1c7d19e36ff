import { sharesOf } from '#ipc/drop-cause'
import { formatCount } from '../../lib/format.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import styles from './data-panel.module.css'

/** How many rows of the node were dropped for each cause, above the rows that are kept of them. */
export function DropCauses({ metrics }: { readonly metrics: NodeMetrics | undefined }) {
  const shares = sharesOf(metrics?.status.droppedBy)
  if (shares.length === 0) return null
  return (
    <ul className={styles.causes} aria-label="Dropped by cause">
      {shares.map(({ cause, count, words }) => (
        <li key={cause}>
          <b>{formatCount(count)}</b> {words}
        </li>
      ))}
    </ul>
  )
}
