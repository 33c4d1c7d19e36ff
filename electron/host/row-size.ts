import type { NodeEvent } from '#engine'

/** Values looked at per row: enough for an estimate, whatever the row holds. */
const mostValues = 500
const bytesPerValue = 16

/** About how much memory the row of an event takes. */
export function estimateSize(event: NodeEvent): number {
  const row = 'row' in event ? event.row : undefined
  const payload = event.kind === 'error' ? (event.payload?.length ?? 0) : 0
  return payload + sizeOf(row)
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
