import type { DropCause } from '#ipc/drop-cause'
import { MousePointerClick, Rows3 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { countOlder, rowsKept, type RowKind } from '../../bridge/row-buffer.ts'
import type { CanvasNode } from '../../state/ruleset.ts'
import { useRows } from '../../state/use-rows.ts'
import { inputsOf } from '../../state/wires.ts'
import {
  useDocument,
  useNodeMetrics,
  useRun,
  useView,
  useWorkspace,
} from '../../state/workspace.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { DropCauses } from './DropCauses.tsx'
import { DataBar, kindsOf, totalOf, type Layout } from './DataBar.tsx'
import styles from './data-panel.module.css'
import { emptyReasonOf } from './empty-reason.ts'
import { RowDetail } from './RowDetail.tsx'
import { RowLines } from './RowLines.tsx'
import { RowTable } from './RowTable.tsx'
import type { Station } from './row-way/way-text.ts'
import { useRowView } from './use-row-view.ts'

/** The rows of the pinned node, else of the selected one; of the last one while nothing is selected. */
export function DataPanel() {
  const nodes = useDocument((state) => state.document.nodes)
  const selected = useView((state) => state.selected[0])
  const [last, setLast] = useState(selected)
  if (selected !== undefined && selected !== last) setLast(selected)
  const pinned = useView((state) => state.pinned)
  const find = (wanted: string | undefined) => nodes.find(({ id }) => id === wanted)
  const node = find(pinned) ?? find(selected ?? last)
  if (node === undefined) {
    return (
      <EmptyState icon={MousePointerClick} title="No node is selected">
        Select one to see its rows here.
      </EmptyState>
    )
  }
  return <NodeData key={node.id} node={node} />
}

/** Where the view stands still: up to which row, and how many there were of the kind shown. */
interface Frozen {
  readonly at: number
  readonly total: number
}

function NodeData({ node }: { readonly node: CanvasNode }) {
  const { rows: feed, view: window } = useWorkspace()
  const isPinned = useView((state) => state.pinned === node.id)
  const runNode = useRun((state) => state.runNodes.get(node.id))
  const metrics = useNodeMetrics(node.id)
  const buffer = useRows(node.id)
  const [kind, setKind] = useState<RowKind>(node.kind === 'sink' ? 'in' : 'out')
  const [layout, setLayout] = useState<Layout>('table')
  const [filter, setFilter] = useState('')
  const [chosenCause, setChosenCause] = useState<DropCause>()
  const [isPaused, setPaused] = useState(false)
  const [frozen, setFrozen] = useState<Frozen>()
  const [selectedRow, setSelectedRow] = useState<number>()
  const [station, setStation] = useState<Station>('row')
  const start = useRun((state) => state.started)
  const [startSeen, setStartSeen] = useState(start)
  const occurred = metrics?.status.droppedBy ?? {}
  const hasCause = kind === 'dropped' && chosenCause !== undefined && chosenCause in occurred
  const cause = hasCause ? chosenCause : undefined
  const view = useRowView(buffer, kind, { text: filter, cause }, frozen?.at)
  const row = view.rows.find(({ number }) => number === selectedRow)
  useEffect(() => {
    if (runNode !== undefined) feed.select(runNode)
  }, [feed, runNode])
  // A view that goes away must not leave its node paused.
  useEffect(() => {
    if (runNode === undefined) return undefined
    return () => feed.setPaused(runNode, false)
  }, [feed, runNode])
  // Numbers start again with each run, and no view stands still.
  const isNewRun = start !== startSeen || (frozen !== undefined && buffer.last < frozen.at)
  if (isNewRun) {
    setStartSeen(start)
    setFrozen(undefined)
    setSelectedRow(undefined)
    setPaused(false)
  }
  const freeze = () =>
    setFrozen((before) => before ?? { at: buffer.last, total: totalOf(metrics, kind) })
  const pause = (isToPause: boolean) => {
    setPaused(isToPause)
    if (runNode !== undefined) feed.setPaused(runNode, isToPause)
    if (isToPause) freeze()
    else release()
  }
  const release = () => {
    setFrozen(undefined)
    setSelectedRow(undefined)
  }
  const select = (number: number | undefined) => {
    setSelectedRow(number)
    if (number !== undefined) freeze()
    else if (!isPaused) setFrozen(undefined)
  }
  const isCut = buffer.lost > 0 || buffer.rows[kind].length >= rowsKept
  const olderCount = isCut ? countOlder(buffer, kind, totalOf(metrics, kind)) : 0
  const List = layout === 'table' ? RowTable : RowLines
  return (
    <div className={styles.panel}>
      <DataBar
        kinds={kindsOf(node.kind)}
        kind={kind}
        metrics={metrics}
        filter={filter}
        isPaused={isPaused}
        layout={layout}
        newCount={frozen === undefined ? 0 : totalOf(metrics, kind) - frozen.total}
        olderCount={olderCount}
        nodeName={node.name}
        isPinned={isPinned}
        onPin={(isToStay) => window.pin(isToStay ? node.id : undefined)}
        onKind={(next) => {
          setKind(next)
          if (!isPaused) release()
        }}
        onFilter={setFilter}
        onPause={pause}
        onShowNew={() => pause(false)}
        onLayout={setLayout}
      />
      {kind === 'dropped' && (
        <DropCauses metrics={metrics} chosen={cause} onChoose={setChosenCause} />
      )}
      <div className={styles.split}>
        {view.rows.length === 0 ? (
          <NoRows
            node={node}
            kind={kind}
            filter={view.total > 0 ? filter : ''}
            isOfOneCause={cause !== undefined}
          />
        ) : (
          <List
            label={`Rows of ${node.name}`}
            rows={view.rows}
            columns={view.columns}
            selected={selectedRow}
            onSelect={select}
            onScrolled={(isAtTop) => {
              if (!isAtTop) freeze()
              else if (!isPaused && selectedRow === undefined) setFrozen(undefined)
            }}
          />
        )}
        {row !== undefined && (
          <RowDetail
            key={row.number}
            row={row}
            nodeName={node.name}
            sink={node.kind === 'sink' ? runNode : undefined}
            station={station}
            onStation={setStation}
            onClose={() => select(undefined)}
          />
        )}
      </div>
    </div>
  )
}

interface NoRowsProps {
  readonly node: CanvasNode
  readonly kind: RowKind
  readonly filter: string
  readonly isOfOneCause: boolean
}

function NoRows({ node, kind, filter, isOfOneCause }: NoRowsProps) {
  const { now } = useWorkspace()
  const phase = useRun((state) => state.phase)
  const metrics = useNodeMetrics(node.id)
  const hasInput = useDocument((state) => inputsOf(state.document, node.id).length > 0)
  if (filter !== '') {
    return <EmptyState icon={Rows3} title={`No row fits "${filter}"`} />
  }
  if (isOfOneCause) return <EmptyState icon={Rows3} title="No row of this cause is kept any more" />
  const isRunning = phase.state === 'running'
  const secondsRunning = isRunning ? Math.floor((now() - phase.startedAt) / 1000) : 0
  const reason = emptyReasonOf({
    node,
    name: node.name,
    isRunning,
    metrics,
    kind,
    hasInput,
    secondsRunning,
    now: now(),
  })
  return (
    <EmptyState icon={Rows3} title={reason.title}>
      {reason.text}
    </EmptyState>
  )
}
