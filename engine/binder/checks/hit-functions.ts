import type { Expression } from '../../syntax/ast.ts'
import { walkExpression } from '../../syntax/walk.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { Check } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

const perRow: ReadonlySet<string> = new Set(['last_hit_count', 'last_hit_time'])

/** last_hit_count and last_hit_time count rows: not with GROUP BY or joins, a window's conditions aside. */
export const checkHitFunctions: Check = ({ statement }) => {
  if (statement.groupBy.length === 0 && statement.joins.length === 0) return []
  const expressions: readonly Expression[] = [
    ...statement.fields.map((field) => field.expression),
    ...statement.joins.flatMap((join) => join.on ?? []),
    ...(statement.where === undefined ? [] : [statement.where]),
    ...statement.groupBy.flatMap((item) => (item.kind === 'window' ? [] : [item])),
    ...(statement.having === undefined ? [] : [statement.having]),
    ...statement.orderBy.map((item) => item.expression),
  ]
  return expressions.flatMap((expression) => {
    const diagnostics: Diagnostic[] = []
    walkExpression(expression, (node) => {
      if (node.kind !== 'call' || !perRow.has(node.name.toLowerCase())) return
      const message = `${node.name} is not possible with GROUP BY or joins`
      const hint = 'Use last_agg_hit_count() or last_agg_hit_time().'
      diagnostics.push(problem(binderCodes.notInAggregateQuery, message, node.span, { hint }))
    })
    return diagnostics
  })
}
