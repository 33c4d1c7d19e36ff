import { Copy, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { NumberedRow } from '#ipc/row-port'
import { dumpBytes } from '../../lib/dump-bytes.ts'
import { formatClock, formatCount, shorten } from '../../lib/format.ts'
import { useWorkspace } from '../../state/workspace.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { JsonTree } from '../../ui/JsonTree.tsx'
import styles from './data-panel.module.css'
import { readRow } from './row-reading.ts'

/** More would keep the window from answering for seconds. */
const textShown = 20_000

const headings = {
  in: 'Row into',
  out: 'Row from',
  dropped: 'Row dropped by',
  error: 'Error of',
} as const

interface RowDetailProps {
  readonly row: NumberedRow
  readonly nodeName: string
  readonly onClose: () => void
}

export function RowDetail({ row, nodeName, onClose }: RowDetailProps) {
  const { client } = useWorkspace()
  const { topic } = readRow(row)
  const [isAll, setAll] = useState(false)
  const isCut = !isAll && (row.json?.length ?? 0) > textShown
  const text = row.json ?? row.message ?? ''
  return (
    <aside className={styles.detail} aria-label="Row">
      <div className={styles.detailHead}>
        <span>
          {headings[row.kind]} <b>{nodeName}</b>
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
      {row.json !== undefined && isCut && (
        <>
          <div className={`${styles.clipped ?? ''} mono selectable-text`}>
            {shorten(row.json, textShown)}
          </div>
          <Button tone="quiet" onClick={() => setAll(true)}>
            Show all {formatCount(row.json.length)} characters
          </Button>
        </>
      )}
      {row.json !== undefined && !isCut && <Value row={row} json={row.json} />}
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

function Value({ row, json }: { readonly row: NumberedRow; readonly json: string }) {
  const { value } = readRow(row)
  return value === undefined ? <pre className={styles.raw}>{json}</pre> : <JsonTree value={value} />
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd className="mono">{children}</dd>
    </>
  )
}
