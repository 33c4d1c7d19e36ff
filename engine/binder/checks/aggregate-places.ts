import type { Expression } from '../../syntax/ast.ts'
import { walkExpression, windowExpressions } from '../../syntax/walk.ts'
import { hasAggregateCall, isAggregate, isAggregateCall } from '../aggregates.ts'
import type { Check } from '../check-context.ts'
import { clauseExpressions } from '../clause-order.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** No aggregate in GROUP BY, neither by an alias nor in a window's conditions. */
export const checkGroupByAggregates: Check = (context) =>
  context.statement.groupBy.flatMap((item) => {
    const expressions = item.kind === 'window' ? windowExpressions(item) : [item]
    const isWrong = expressions.some((expression) =>
      item.kind === 'window'
        ? hasAggregateCall(context, expression)
        : isAggregate(context, expression),
    )
    if (!isWrong) return []
    const place = item.kind === 'window' ? 'the conditions of a window' : 'GROUP BY'
    return [
      problem(
        binderCodes.aggregateInGroupBy,
        `an aggregate is not possible in ${place}`,
        item.span,
        {
          hint: 'Aggregates are calculated after grouping; filter them with HAVING.',
        },
      ),
    ]
  })

/** The arguments of an aggregate hold no other aggregate, also not by an alias. */
export const checkNestedAggregates: Check = (context) => {
  const expressions: readonly Expression[] = [
    ...context.fields.map(({ field }) => field.expression),
    ...clauseExpressions({ ...context.statement, groupBy: [] }),
  ]
  return expressions.flatMap((expression) => {
    let inner: Expression | undefined
    walkExpression(expression, (node) => {
      if (!isAggregateCall(context, node)) return undefined
      inner ??= node.arguments.find((argument) => isAggregate(context, argument))
      return inner === undefined
    })
    if (inner === undefined) return []
    return [
      problem(
        binderCodes.nestedAggregate,
        'an aggregate cannot be the argument of another aggregate',
        inner.span,
        {
          hint: 'Calculate the inner one in a rule of its own.',
        },
      ),
    ]
  })
}
