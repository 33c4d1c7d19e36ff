import type { NodeEvent, RowWay } from '#engine'

/** Values looked at per row: enough for an estimate, whatever the row holds. */
const mostValues = 500
const bytesPerValue = 16

/** About how much memory the row of an event takes, with what became of it. */
export function estimateSize(event: NodeEvent): number {
  const row = 'row' in event ? event.row : undefined
  const payload = event.kind === 'error' ? (event.payload?.length ?? 0) : 0
  return payload + sizeOf(row) + sizeOfWay(event.way)
}

/** A row's share of its message. */
function sizeOfWay(way: RowWay | undefined): number {
  if (way === undefined) return 0
  const { result, message } = way
  const made = result?.kind === 'text' ? result.text.length : 0
  if (message === undefined) return made
  return made + sizeOf(message.sent.data) / Math.max(1, message.rows)
}

function sizeOf(value: unknown): number {
  const open: unknown[] = [value]
  let size = 0
  for (let seen = 0; seen < mostValues && open.length > 0; seen += 1) {
    const next = open.pop()
    size += bytesPerValue
    if (typeof next === 'string') size += next.length
    else if (next instanceof Uint8Array) size += next.length
    else if (typeof next === 'object' && next !== null) {
      const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next)
      open.push(...inner.slice(0, mostValues))
    }
  }
  return size
}
