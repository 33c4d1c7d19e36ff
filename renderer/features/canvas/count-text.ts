import { sharesOf } from '#ipc/drop-cause'
import { formatCount } from '../../lib/format.ts'
import type { NodeStatus } from '../../state/metrics-store.ts'
import type { CanvasNode } from '../../state/ruleset.ts'

/** All figures of a node in words. Those of a sink add up: what came in is sent, dropped, or waits. */
export function countText(kind: CanvasNode['kind'], status: NodeStatus): string {
  const { rowsIn, rowsOut, filtered = 0, dropped, droppedBy } = status
  const causes = sharesOf(droppedBy).map(({ count, words }) => `${formatCount(count)} ${words}`)
  const why = causes.length === 0 ? '' : ` (${causes.join(', ')})`
  const drops = `${formatCount(dropped)} dropped${why}`
  if (kind !== 'sink') {
    return `${formatCount(rowsIn)} in, ${formatCount(rowsOut)} out, ${formatCount(filtered)} filtered, ${drops}`
  }
  const waiting = formatCount(waitingOf(status))
  return `${formatCount(rowsIn)} in: ${formatCount(rowsOut)} sent, ${drops}, ${waiting} waiting`
}

type Counts = Pick<NodeStatus, 'rowsIn' | 'rowsOut' | 'errors' | 'dropped'>

function waitingOf({ rowsIn, rowsOut, dropped }: Counts): number {
  return Math.max(0, rowsIn - rowsOut - dropped)
}

export interface Loss {
  readonly count: number
  readonly word: 'failed' | 'dropped' | 'waiting'
}

/**
 * Why less goes out than comes in. What a sink failed on is among its drops, or waits to be tried again:
 * its errors are attempts. Elsewhere the two are different rows, and errors are worse.
 */
export function lossOf(kind: CanvasNode['kind'], status: Counts): Loss | undefined {
  const { errors, dropped } = status
  const drops = dropped > 0 ? ({ count: dropped, word: 'dropped' } as const) : undefined
  const failures = errors > 0 ? ({ count: errors, word: 'failed' } as const) : undefined
  if (kind !== 'sink') return failures ?? drops
  const waiting = errors > 0 ? waitingOf(status) : 0
  return drops ?? (waiting > 0 ? { count: waiting, word: 'waiting' } : failures)
}
