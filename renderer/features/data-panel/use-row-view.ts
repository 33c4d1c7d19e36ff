import { useMemo, useState } from 'react'
import type { DropCause } from '#ipc/drop-cause'
import type { NumberedRow } from '#ipc/row-port'
import type { RowBuffer, RowKind } from '../../bridge/row-buffer.ts'
import { parseFilter } from './row-filter.ts'
import { columnsOf, type TableColumn } from './table-columns.ts'

export interface RowView {
  /** Newest first, filtered; up to where the view stands still. */
  readonly rows: readonly NumberedRow[]
  readonly columns: readonly TableColumn[]
  /** Before the filter. */
  readonly total: number
}

const noColumns: readonly TableColumn[] = []

/** What the rows shown must fit. */
export interface Narrowing {
  readonly text: string
  /** Only rows that were dropped for it. */
  readonly cause: DropCause | undefined
}

/** The rows to show. `frozenAt` is the number of the newest row shown while the view stands still. */
export function useRowView(
  buffer: RowBuffer,
  kind: RowKind,
  { text, cause }: Narrowing,
  frozenAt: number | undefined,
): RowView {
  const filter = useMemo(() => parseFilter(text), [text])
  const all = buffer.rows[kind]
  const rows = useMemo(() => {
    const held = frozenAt === undefined ? all : all.filter(({ number }) => number <= frozenAt)
    const ofCause = cause === undefined ? held : held.filter((row) => row.cause === cause)
    return (filter === undefined ? ofCause : ofCause.filter(filter)).toReversed()
  }, [all, filter, cause, frozenAt])
  const columns = useGrowingColumns(rows, kind)
  return { rows, columns, total: all.length }
}

function useGrowingColumns(rows: readonly NumberedRow[], kind: RowKind): readonly TableColumn[] {
  const [grown, setGrown] = useState({ kind, columns: noColumns })
  const before = grown.kind === kind ? grown.columns : noColumns
  const columns = rows.length === 0 ? before : columnsOf(rows, before)
  if (columns !== grown.columns || kind !== grown.kind) setGrown({ kind, columns })
  return columns
}
