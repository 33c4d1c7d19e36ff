import { memo, type KeyboardEvent } from 'react'
import type { NumberedRow } from '#ipc/row-port'
import { formatClock, shorten } from '../../lib/format.ts'
import { useVirtualList } from '../../ui/use-virtual-list.ts'
import styles from './data-panel.module.css'
import { membersOf, printMember, readRow } from './row-reading.ts'
import { fractionOf, type TableColumn } from './table-columns.ts'

export interface RowListProps {
  readonly label: string
  readonly rows: readonly NumberedRow[]
  readonly selected: number | undefined
  readonly onSelect: (row: number | undefined) => void
  readonly onScrolled: (isAtTop: boolean) => void
}

interface RowTableProps extends RowListProps {
  readonly columns: readonly TableColumn[]
}

const rowHeight = 25

export function RowTable({ label, rows, columns, selected, onSelect, onScrolled }: RowTableProps) {
  const { scroller, height, items, scrollTo } = useVirtualList(rows.length, rowHeight)
  const template = `${columns.map(({ width }) => `${width}px`).join(' ')} minmax(0, 1fr)`
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop < 4)}
      onKeyDown={(event) => selectByKey(event, rows, selected, onSelect, scrollTo)}
    >
      <div
        className={styles.headRow}
        role="row"
        style={{ gridTemplateColumns: template, minWidth: width }}
      >
        {columns.map((column) => (
          <span key={column.key} role="columnheader" data-numeric={column.isNumeric || undefined}>
            {column.title}
          </span>
        ))}
      </div>
      <div className={styles.rows} style={{ height: height, minWidth: width }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            <Row
              key={row.number}
              row={row}
              columns={columns}
              template={template}
              top={item.top}
              isSelected={row.number === selected}
              onSelect={onSelect}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: NumberedRow
  readonly columns: readonly TableColumn[]
  readonly template: string
  readonly top: number
  readonly isSelected: boolean
  readonly onSelect: (row: number | undefined) => void
}

const Row = memo(function Row({ row, columns, template, top, isSelected, onSelect }: RowProps) {
  return (
    <div
      className={`${styles.row ?? ''} mono`}
      role="row"
      aria-selected={isSelected}
      data-row-number={row.number}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onClick={() => onSelect(isSelected ? undefined : row.number)}
    >
      {columns.map((column) => (
        <Cell key={column.key} column={column} text={cellText(row, column)} />
      ))}
    </div>
  )
})

function Cell({ column, text }: { readonly column: TableColumn; readonly text: string }) {
  const missing = column.isNumeric ? Math.max(0, column.fraction - fractionOf(text)) : 0
  return (
    <span
      role="gridcell"
      data-kind={column.kind}
      data-numeric={column.isNumeric || undefined}
      style={missing === 0 ? undefined : { paddingRight: `calc(10px + ${missing}ch)` }}
    >
      {text}
    </span>
  )
}

function cellText(row: NumberedRow, column: TableColumn): string {
  switch (column.kind) {
    case 'time':
      return formatClock(row.at)
    case 'topic':
      return readRow(row).topic ?? ''
    case 'message':
      return shorten(row.message ?? '', 300)
    case 'value':
      return printMember(membersOf(row)?.[column.title])
  }
}

/** Arrow and page keys go through the rows, Enter into the row's detail; Escape lets go. */
export function selectByKey(
  event: KeyboardEvent,
  rows: readonly NumberedRow[],
  selected: number | undefined,
  onSelect: (row: number | undefined) => void,
  scrollTo: (index: number) => void,
): void {
  if (event.key === 'Escape') onSelect(undefined)
  const index = rows.findIndex(({ number }) => number === selected)
  const wanted = indexByKey(event.key, index, rows.length)
  if (wanted === undefined || rows.length === 0) return
  event.preventDefault()
  const next = Math.min(rows.length - 1, Math.max(0, wanted))
  if (event.key === 'Enter' && index >= 0) focusDetail(event.currentTarget)
  else onSelect(rows[next]?.number)
  scrollTo(next)
}

const pageLength = 10

function indexByKey(key: string, index: number, length: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1
    case 'ArrowUp':
      return index - 1
    case 'PageDown':
      return index + pageLength
    case 'PageUp':
      return index - pageLength
    case 'Home':
      return 0
    case 'End':
      return length - 1
    case 'Enter':
      return index
    default:
      return undefined
  }
}

/** Into the station that is shown, where the row has a way. */
function focusDetail(list: Element): void {
  const detail = list.parentElement?.querySelector('aside')
  const target = detail?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
  const fallback = detail?.querySelector('button')
  ;(target ?? fallback)?.focus()
}
