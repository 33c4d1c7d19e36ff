import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

/** Functions that hold rows: `delay` all of a rule, `dedup_trigger` only single ones. */
export const heldRowsTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  const { window, statement, fields } = context
  visitStatement(context, (node) => {
    if (node.kind !== 'call') return
    const name = context.calls.get(node)?.name
    if (name === 'delay') {
      const message =
        'on a server delay stops the whole rule for that long, row by row; here the value comes at once'
      found.push(warning(trapCodes.delayStopsRule, message, node.span))
    }
    if (name !== 'dedup_trigger') return
    const isField = fields.some(({ field }) => field.expression === node)
    const hasCollections = window !== undefined || statement.joins.length > 0
    if (isField && !hasCollections) return
    const message = isField
      ? 'dedup_trigger takes single rows: behind a window or a join every result is an error'
      : 'dedup_trigger works only as a field of its own in the SELECT list: here every row is an error'
    found.push(warning(trapCodes.dedupTriggerPlace, message, node.span))
  })
  return found
}
