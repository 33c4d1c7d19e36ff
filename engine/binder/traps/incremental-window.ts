import type { ColumnReference, Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression } from '../../syntax/walk.ts'
import { runsIncrementally } from '../incremental-window.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap, type TrapContext } from './trap.ts'

/** What the option enableIncrementalWindow changes in the results. */
export const incrementalWindowTrap: Trap = (context) => {
  const { window, statement, options } = context
  if (options.isIncremental !== true || window === undefined || !runsIncrementally(context)) {
    return []
  }
  const found: Diagnostic[] = []
  const column = plainColumn(context)
  if (column !== undefined) {
    const message = `with enableIncrementalWindow ${column.name} is that of the last row, not of the first`
    found.push(warning(trapCodes.incrementalColumn, message, column.span))
  }
  const { where } = statement
  if (where !== undefined) {
    const message =
      'with enableIncrementalWindow WHERE is tested on the last row of a window only: all its rows are aggregated'
    const hint = 'Put FILTER (WHERE ...) behind the window.'
    found.push(warning(trapCodes.incrementalWhere, message, where.span, { hint }))
  }
  if (options.isEventTime === true && (window.type === 'tumbling' || window.type === 'hopping')) {
    const message =
      'with enableIncrementalWindow in event time a row whose time is just the end of a window is lost'
    found.push(warning(trapCodes.incrementalEventTime, message, window.span))
  }
  return found
}

/** The first column outside of aggregates that is no key of the groups. */
function plainColumn(context: TrapContext): ColumnReference | undefined {
  const keys = new Set(
    context.dimensions.flatMap((key) => (key.kind === 'column' ? [key.name] : [])),
  )
  let found: ColumnReference | undefined
  for (const { field } of context.fields) {
    walkExpression(field.expression, (node: Expression) => {
      if (node.kind === 'call' && context.calls.get(node)?.kind === 'aggregate') return false
      if (node.kind !== 'column' || keys.has(node.name)) return undefined
      if (context.columns.get(node)?.kind !== 'alias') found ??= node
      return undefined
    })
  }
  return found
}
