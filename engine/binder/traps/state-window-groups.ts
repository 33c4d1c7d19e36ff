import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

export const stateWindowGroupsTrap: Trap = ({ window, dimensions }) => {
  const [first] = dimensions
  if (window?.type !== 'state' || first === undefined) return []
  const message = 'beside a state window the columns of GROUP BY are ignored: one result a window'
  const hint = 'Use OVER (PARTITION BY ...) behind the window.'
  return [warning(trapCodes.stateWindowGroups, message, first.span, { hint })]
}
