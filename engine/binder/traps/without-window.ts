import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { hasAggregateCall } from '../aggregates.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

export const withoutWindowTraps: Trap = (context) => {
  const { statement, window, sources } = context
  const isList =
    window !== undefined || sources.some(({ definition }) => definition.sourceKind === 'table')
  if (isList) return []
  const found: Diagnostic[] = []
  const [order] = statement.orderBy
  if (order !== undefined) {
    const message = 'ORDER BY does nothing without a window: each row is a result of its own'
    found.push(
      warning(trapCodes.orderWithoutWindow, message, order.span, {
        hint: 'Add a window to GROUP BY.',
      }),
    )
  }
  if (statement.having !== undefined) {
    const message = 'HAVING fails at run time without a window'
    found.push(
      warning(trapCodes.havingWithoutWindow, message, statement.having.span, {
        hint: 'Use WHERE.',
      }),
    )
  }
  const field = context.fields.find(({ field: { expression } }) =>
    hasAggregateCall(context, expression),
  )
  if (field !== undefined) {
    const message = 'without a window an aggregate is calculated for each row alone'
    const hint =
      'Add a window such as GROUP BY TUMBLINGWINDOW(ss, 10), or use acc_sum and the like.'
    found.push(warning(trapCodes.aggregateWithoutWindow, message, field.field.span, { hint }))
  }
  return found
}
