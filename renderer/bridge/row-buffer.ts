import type { NumberedRow, RowPage } from '#ipc/row-port'

export type RowKind = NumberedRow['kind']

export const rowKinds: readonly RowKind[] = ['in', 'out', 'dropped', 'error']

/**
 * The rows of one node that the window keeps: for each kind the newest ones, oldest first, so that many
 * rows of one kind do not push out the few of another.
 */
export interface RowBuffer {
  readonly rows: Readonly<Record<RowKind, readonly NumberedRow[]>>
  /** The newest number that was fetched. */
  readonly last: number
  /** The newest number the host has. */
  readonly newest: number
  /** Rows that the host no longer held when they were asked for. */
  readonly lost: number
}

export const emptyRowBuffer: RowBuffer = {
  rows: { in: [], out: [], dropped: [], error: [] },
  last: 0,
  newest: 0,
  lost: 0,
}

export const rowsKept = 10_000

/** How many of a kind's `total` rows the window no longer has; those still to be fetched are not among them. */
export function countOlder(
  { rows, last, newest }: RowBuffer,
  kind: RowKind,
  total: number,
): number {
  return Math.max(0, total - rows[kind].length - Math.max(0, newest - last))
}

/** Cutting only when well above the limit spares copying the whole ring for each page. */
const slack = 2000

export function addPage(buffer: RowBuffer, page: RowPage): RowBuffer {
  const arrived: Record<RowKind, NumberedRow[]> = { in: [], out: [], dropped: [], error: [] }
  for (const row of page.rows) if (row.number > buffer.last) arrived[row.kind].push(row)
  const rows = { ...buffer.rows }
  for (const kind of rowKinds) {
    if (arrived[kind].length === 0) continue
    const all = [...rows[kind], ...arrived[kind]]
    rows[kind] = all.length > rowsKept + slack ? all.slice(-rowsKept) : all
  }
  return {
    rows,
    last: Math.max(buffer.last, page.rows.at(-1)?.number ?? 0),
    newest: Math.max(buffer.newest, page.newest),
    lost: buffer.lost + page.lost,
  }
}
