import { replacing, warning } from '../problem.ts'
import { textOf, trapCodes, type Trap } from './trap.ts'

/** A window without rows still fires, and its count is missing rather than 0. */
export const emptyWindowTrap: Trap = (context) => {
  const { window, dimensions, fields, statement } = context
  if (window === undefined || dimensions.length > 0) return []
  if (window.type !== 'tumbling' && window.type !== 'hopping') return []
  if (statement.having !== undefined || statement.joins.length > 0) return []
  return fields.flatMap(({ field }) => {
    const { expression } = field
    if (expression.kind !== 'call' || context.calls.get(expression)?.name !== 'count') return []
    const text = `coalesce(${textOf(context, expression)}, 0)`
    return [
      warning(
        trapCodes.countOfEmptyWindow,
        'a window without rows is sent too, and its count is missing, not 0',
        expression.span,
        { fixes: [replacing(`Write ${text}`, expression.span, text)] },
      ),
    ]
  })
}
