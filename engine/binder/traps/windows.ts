import { isWindowName } from '../../syntax/parser/window.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { hasAggregateCall } from '../aggregates.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

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

export const secondWindowTrap: Trap = ({ statement, window }) =>
  statement.groupBy.flatMap((item) =>
    item.kind === 'window' && item !== window
      ? [
          warning(
            trapCodes.secondWindow,
            'only the first window counts, this one is ignored',
            item.span,
          ),
        ]
      : [],
  )

export const windowElsewhereTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'call' || !isWindowName(node.name)) return
    const message = 'a window only works as an item of GROUP BY, without parentheses'
    found.push(warning(trapCodes.windowElsewhere, message, node.span))
  })
  return found
}

/** OVER of windows and of row_number is read but mostly not obeyed. */
export const overIgnoredTrap: Trap = (context) => {
  const { window } = context
  const found: Diagnostic[] = []
  if (window?.when !== undefined && window.type !== 'sliding') {
    const message = `OVER (WHEN ...) is ignored: only a sliding window has a trigger condition`
    found.push(
      warning(trapCodes.overIgnored, message, window.when.span, {
        hint: 'Use FILTER (WHERE ...).',
      }),
    )
  }
  const [partition] = window?.partitionBy ?? []
  if (partition !== undefined && window?.type !== 'state') {
    const message = 'PARTITION BY is ignored: only a state window has partitions'
    found.push(
      warning(trapCodes.overIgnored, message, partition.span, {
        hint: 'Group by the columns instead.',
      }),
    )
  }
  visitStatement(context, (node) => {
    if (
      node.kind !== 'call' ||
      node.over === undefined ||
      context.calls.get(node)?.kind !== 'window'
    )
      return
    const message = `${node.name} counts in arrival order over the whole window: its OVER is ignored`
    found.push(warning(trapCodes.overIgnored, message, node.over.span))
  })
  return found
}

export const stateWindowGroupsTrap: Trap = ({ window, dimensions }) => {
  const [first] = dimensions
  if (window?.type !== 'state' || first === undefined) return []
  const message = 'beside a state window the columns of GROUP BY are ignored: one result a window'
  const hint = 'Use OVER (PARTITION BY ...) behind the window.'
  return [warning(trapCodes.stateWindowGroups, message, first.span, { hint })]
}

export const starInAnalyticTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'call' || context.calls.get(node)?.kind !== 'analytic') return
    const star = node.arguments.find((argument) => argument.kind === 'wildcard')
    if (star === undefined) return
    found.push(
      warning(
        trapCodes.starInAnalytic,
        `${node.name} cannot take a star: every row will fail`,
        star.span,
      ),
    )
  })
  return found
}
