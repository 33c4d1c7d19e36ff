import { Pause, Pin as PinIcon, Play, Search } from 'lucide-react'
import type { RowKind } from '../../bridge/row-buffer.ts'
import { formatCount, formatShort } from '../../lib/format.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import styles from './data-panel.module.css'

export type Layout = 'table' | 'json'

interface KindChoice {
  readonly value: RowKind
  readonly title: string
}

const all: readonly KindChoice[] = [
  { value: 'in', title: 'In' },
  { value: 'out', title: 'Out' },
  { value: 'dropped', title: 'Dropped' },
  { value: 'error', title: 'Errors' },
]

export function kindsOf(node: 'source' | 'sql' | 'sink'): readonly KindChoice[] {
  if (node === 'source') return all.filter(({ value }) => value !== 'in')
  return node === 'sink'
    ? all.map((choice) => (choice.value === 'out' ? { ...choice, title: 'Sent' } : choice))
    : all
}

export function totalOf(metrics: NodeMetrics | undefined, kind: RowKind): number {
  if (metrics === undefined) return 0
  const { rowsIn, rowsOut, dropped, errors } = metrics.status
  return { in: rowsIn, out: rowsOut, dropped, error: errors }[kind]
}

interface DataBarProps {
  readonly kinds: readonly KindChoice[]
  readonly kind: RowKind
  readonly metrics: NodeMetrics | undefined
  readonly filter: string
  readonly isPaused: boolean
  readonly layout: Layout
  readonly newCount: number
  /** Rows of the kind shown that came, but are no longer here. */
  readonly olderCount: number
  readonly nodeName: string
  readonly isPinned: boolean
  readonly onPin: (isPinned: boolean) => void
  readonly onKind: (kind: RowKind) => void
  readonly onFilter: (text: string) => void
  readonly onPause: (isPaused: boolean) => void
  readonly onShowNew: () => void
  readonly onLayout: (layout: Layout) => void
}

export function DataBar(props: DataBarProps) {
  const { kinds, kind, metrics, filter, isPaused, layout, newCount, olderCount } = props
  return (
    <div className={styles.bar}>
      <Segmented
        label="Rows shown"
        value={kind}
        options={kinds.map(({ value, title }) => ({
          value,
          name: title,
          label: `${title} ${formatCount(totalOf(metrics, value))}`,
        }))}
        onChange={props.onKind}
      />
      <div className={styles.filter}>
        <Search size={15} strokeWidth={1.8} aria-hidden />
        <input
          type="search"
          aria-label="Filter rows"
          placeholder="Filter: temperature > 50"
          spellCheck={false}
          value={filter}
          onChange={(event) => props.onFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') props.onFilter('')
          }}
        />
      </div>
      <IconButton
        icon={isPaused ? Play : Pause}
        label={isPaused ? 'Go on' : 'Pause'}
        aria-pressed={isPaused}
        onClick={() => props.onPause(!isPaused)}
      />
      {newCount > 0 && (
        <Button tone="quiet" className={styles.new} onClick={props.onShowNew}>
          {formatCount(newCount)} new
        </Button>
      )}
      {olderCount > 0 && (
        <span
          className={styles.lost}
          title={`${formatCount(olderCount)} older rows are not kept: more came than a node keeps`}
        >
          {formatShort(olderCount)} older not kept
        </span>
      )}
      <span className={styles.grow} />
      <Pin name={props.nodeName} isPinned={props.isPinned} onPin={props.onPin} />
      <Segmented
        label="Layout"
        value={layout}
        options={[
          { value: 'table', label: 'Table' },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={props.onLayout}
      />
    </div>
  )
}

interface PinProps {
  readonly name: string
  readonly isPinned: boolean
  readonly onPin: (isPinned: boolean) => void
}

/** Keeps a node's rows in sight; whose they are is said where it is not the selected node's. */
function Pin({ name, isPinned, onPin }: PinProps) {
  return (
    <button
      type="button"
      className={styles.pin}
      aria-pressed={isPinned}
      aria-label={`Pin ${name}`}
      title={isPinned ? 'Follow the selection again' : `Keep showing the rows of ${name}`}
      onClick={() => onPin(!isPinned)}
    >
      <PinIcon size={14} strokeWidth={1.8} aria-hidden />
      {isPinned && <span>{name}</span>}
    </button>
  )
}
