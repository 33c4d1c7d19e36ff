import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** A session is one for all rows, and its timeout loses rows where it is 0. */
export const sessionWindowTrap: Trap = ({ window, dimensions, options }) => {
  if (window?.type !== 'session') return []
  const found: Diagnostic[] = []
  const [maximum = 0n, timeout = 0n] = window.sizes
  const [first] = dimensions
  if (first !== undefined) {
    const message =
      'the session is one for all rows: it ends when no row at all comes, and is split by GROUP BY only then'
    const hint = 'A rule for each of them, with a WHERE, has sessions of its own.'
    found.push(warning(trapCodes.sessionGroups, message, first.span, { hint }))
  }
  if (timeout === 0n && options.isEventTime !== true) {
    const message = 'with a timeout of 0 every session is sent without its row'
    const hint = 'Give the pause that ends a session as the last argument.'
    found.push(warning(trapCodes.sessionTimeout, message, window.span, { hint }))
  } else if (timeout > maximum) {
    const message = `the pause of ${String(timeout)} is longer than the longest session, ${String(maximum)}: a running session is cut before a pause can end it`
    found.push(warning(trapCodes.sessionTimeout, message, window.span))
  }
  return found
}
