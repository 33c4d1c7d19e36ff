import { z } from 'zod'
import type { DropCause } from './drop-cause.ts'
import type { RowWayView } from './row-way.ts'

/**
 * The messages on the MessagePort between the engine host and the renderer. The host keeps the newest
 * rows of every node in a ring; the renderer asks for pages of one node and never has more than one
 * request open per node, so a fast stream cannot flood it. While a view is paused it does not ask, and
 * the ring goes on collecting.
 *
 * The renderer gets the port as a window message `{ type: 'sluice.row-port' }` with one port.
 */
export const rowRequest = z.discriminatedUnion('type', [
  /** Which node the data panel shows: its ring becomes large. */
  z.object({ type: z.literal('select'), node: z.string() }),
  /** Rows with a number above `after`, oldest first, at most `limit`. Answered by one `page`. */
  z.object({
    type: z.literal('fetch'),
    request: z.number(),
    node: z.string(),
    after: z.number(),
    limit: z.number().int().min(1).max(1000),
  }),
  /** What became of one row of an action so far. Answered by one `way`. */
  z.object({
    type: z.literal('way'),
    request: z.number(),
    node: z.string(),
    number: z.number().int().min(1),
  }),
])
export type RowRequest = z.output<typeof rowRequest>

export interface RowPage {
  readonly type: 'page'
  readonly request: number
  readonly node: string
  readonly rows: readonly NumberedRow[]
  /** Number of the newest row the host has seen at this node; rows above the page's last wait. */
  readonly newest: number
  /** Rows between `after` and the page that the ring no longer held. */
  readonly lost: number
}

/** One event of a node. Numbers start at 1 and have no gaps within a run. */
export interface NumberedRow {
  readonly number: number
  readonly kind: 'in' | 'out' | 'dropped' | 'error'
  readonly at: number
  /** JSON text of the row, as the sink's encoder writes it; absent where a payload could not be decoded. */
  readonly json?: string
  readonly metadata?: string
  /** Raw bytes of a payload that could not be decoded, at most 4,096. */
  readonly payload?: Uint8Array
  /** Of dropped rows. */
  readonly cause?: DropCause
  /** Why it was dropped, or the error. */
  readonly message?: string
}

/** Sent by the host, at most ten times a second, when a node has new rows. */
export interface RowsAvailable {
  readonly type: 'available'
  readonly node: string
  readonly newest: number
}

export interface RowWayAnswer {
  readonly type: 'way'
  readonly request: number
  readonly node: string
  /** Absent for a row of another node than an action, and for one the ring no longer holds. */
  readonly way?: RowWayView
}

export type RowPortMessage = RowPage | RowsAvailable | RowWayAnswer
