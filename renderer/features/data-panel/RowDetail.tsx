import { Copy, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { NumberedRow } from '#ipc/row-port'
import { dumpBytes } from '../../lib/dump-bytes.ts'
import { formatClock, formatCount } from '../../lib/format.ts'
import { useWorkspace } from '../../state/workspace.ts'
import { IconButton } from '../../ui/Button.tsx'
import { JsonTree } from '../../ui/JsonTree.tsx'
import styles from './data-panel.module.css'
import { readRow } from './row-reading.ts'

interface RowDetailProps {
  readonly row: NumberedRow
  readonly nodeName: string
  readonly onClose: () => void
}

export function RowDetail({ row, nodeName, onClose }: RowDetailProps) {
  const { client } = useWorkspace()
  const { value, topic } = readRow(row)
  const text = row.json ?? row.message ?? ''
  return (
    <aside className={styles.detail} aria-label="Row">
      <div className={styles.detailHead}>
        <span>
          Row {formatCount(row.number)} from <b>{nodeName}</b>
        </span>
        <IconButton
          icon={Copy}
          label="Copy"
          tone="quiet"
          onClick={() => void client.request('clipboard.write', { text })}
        />
        <IconButton icon={X} label="Close the row" tone="quiet" onClick={onClose} />
      </div>
      <dl className={styles.facts}>
        <Fact title="Time">{formatClock(row.at)}</Fact>
        {topic !== undefined && <Fact title="Topic">{topic}</Fact>}
      </dl>
      {row.message !== undefined && (
        <p className={styles.cause} data-kind={row.kind}>
          {row.message}
        </p>
      )}
      {value !== undefined && <JsonTree value={value} />}
      {value === undefined && row.json !== undefined && (
        <pre className={styles.raw}>{row.json}</pre>
      )}
      {row.payload !== undefined && (
        <>
          <p className={styles.rawTitle}>{formatCount(row.payload.length)} bytes as they came</p>
          <pre className={styles.raw} aria-label="Raw bytes">
            {dumpBytes(row.payload)}
          </pre>
        </>
      )}
    </aside>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd className="mono">{children}</dd>
    </>
  )
}
