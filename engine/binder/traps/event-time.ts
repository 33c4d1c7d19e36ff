import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** In event time only rows move the time, and the slowest stream says how far. */
export const eventTimeTrap: Trap = ({ statement, sources, window, options }) => {
  if (options.isEventTime !== true) return []
  const found: Diagnostic[] = []
  const joined = statement.joins.find((_, i) => {
    return sources[i + 1]?.definition.sourceKind === 'stream'
  })
  if (joined !== undefined && sources[0]?.definition.sourceKind === 'stream') {
    const message =
      'in event time nothing is sent while one of the streams is silent: its last row says how far the time is for all'
    found.push(warning(trapCodes.eventTimeJoin, message, joined.table.span))
  }
  if (window === undefined) {
    const message =
      'in event time a row is held until a later row of the stream lets the time pass it: without a window that only delays and sorts'
    const hint = 'Without the option isEventTime rows are sent as they come.'
    found.push(warning(trapCodes.eventTimeHoldsRows, message, statement.from.span, { hint }))
  }
  return found
}
