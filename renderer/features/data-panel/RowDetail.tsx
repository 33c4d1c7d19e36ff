import { Copy, X } from 'lucide-react'
import { useState } from 'react'
import type { NumberedRow } from '#ipc/row-port'
import type { RowWayView } from '#ipc/row-way'
import { dumpBytes } from '../../lib/dump-bytes.ts'
import { formatClock, formatCount, shorten } from '../../lib/format.ts'
import { useWorkspace } from '../../state/workspace.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import styles from './data-panel.module.css'
import { Fact, Facts } from './Facts.tsx'
import { JsonText } from './JsonText.tsx'
import { StationTabs } from './row-way/StationTabs.tsx'
import { StationView } from './row-way/StationView.tsx'
import { useRowWay } from './row-way/use-row-way.ts'
import { textOf, type Station } from './row-way/way-text.ts'
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
  /** The node of the run, where it is a sink: then the row's way is shown. */
  readonly sink: string | undefined
  /** Which station of the way is shown; it stays from row to row. */
  readonly station: Station
  readonly onStation: (station: Station) => void
  readonly onClose: () => void
}

export function RowDetail({ row, nodeName, sink, station, onStation, onClose }: RowDetailProps) {
  const { client } = useWorkspace()
  const way = useRowWay(sink, row.number)
  const shown = way === undefined ? 'row' : station
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
          onClick={() => void client.request('clipboard.write', { text: textOf(shown, row, way) })}
        />
        <IconButton icon={X} label="Close the row" tone="quiet" onClick={onClose} />
      </div>
      {way !== undefined && <StationTabs way={way} value={shown} onChange={onStation} />}
      <Shown row={row} way={way} station={shown} />
    </aside>
  )
}

interface ShownProps {
  readonly row: NumberedRow
  readonly way: RowWayView | undefined
  readonly station: Station
}

function Shown({ row, way, station }: ShownProps) {
  if (way === undefined || station === 'row') return <RowItself row={row} />
  return <StationView station={station} way={way} fault={row.message} />
}

function RowItself({ row }: { readonly row: NumberedRow }) {
  const { topic } = readRow(row)
  const [isAll, setAll] = useState(false)
  const isCut = !isAll && (row.json?.length ?? 0) > textShown
  return (
    <>
      <Facts>
        <Fact title="Time">{formatClock(row.at)}</Fact>
        {topic !== undefined && <Fact title="Topic">{topic}</Fact>}
      </Facts>
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
      {row.json !== undefined && !isCut && <JsonText json={row.json} />}
      {row.payload !== undefined && (
        <>
          <p className={styles.rawTitle}>{formatCount(row.payload.length)} bytes as they came</p>
          <pre className={styles.raw} aria-label="Raw bytes">
            {dumpBytes(row.payload)}
          </pre>
        </>
      )}
    </>
  )
}
