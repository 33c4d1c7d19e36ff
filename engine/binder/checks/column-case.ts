import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression, windowExpressions } from '../../syntax/walk.ts'
import type { ColumnBinding } from '../bound.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem, replacing } from '../problem.ts'

/**
 * A column found only without regard to case is refused when columns are pruned; behind a plain star, in
 * the order of pruning, nothing is looked up any more.
 */
export const checkColumnCase: Check = (context) => {
  if (context.isSchemaless) return []
  const diagnostics: Diagnostic[] = []
  let hasStar = false
  for (const expression of pruningOrder(context)) {
    walkExpression(expression, (node) => {
      if (hasStar || node.kind === 'arrow') return !hasStar
      if (node.kind === 'wildcard' && node.qualifier === undefined) {
        hasStar = node.except.length + node.replace.length === 0
      }
      if (node.kind !== 'column') return undefined
      const declared = differingName(context, context.columns.get(node))
      if (declared === undefined) return undefined
      const start = node.span.end - node.name.length
      const span = { start: Math.max(node.span.start, start), end: node.span.end }
      diagnostics.push(
        problem(
          binderCodes.columnCase,
          `there is no column ${node.name}; names are case-sensitive`,
          span,
          {
            hint: `Did you mean ${declared}?`,
            fixes: [replacing(`Write ${declared}`, span, declared)],
          },
        ),
      )
      return undefined
    })
  }
  return diagnostics
}

function differingName(
  { sources }: CheckContext,
  binding: ColumnBinding | undefined,
): string | undefined {
  const column = binding?.kind === 'member' ? binding.base : binding
  if (column?.kind !== 'column') return undefined
  const names = (sources[column.source]?.definition.columns ?? []).map(({ name }) => name.name)
  if (names.includes(column.name)) return undefined
  return names.find((name) => name.toLowerCase() === column.name.toLowerCase())
}

function pruningOrder({ statement, fields, window }: CheckContext): readonly Expression[] {
  return [
    ...fields.map(({ field }) => field.expression),
    ...statement.orderBy.map((item) => item.expression),
    ...(statement.having === undefined ? [] : [statement.having]),
    ...statement.groupBy.flatMap((item) => (item.kind === 'window' ? [] : [item])),
    ...(statement.where === undefined ? [] : [statement.where]),
    ...statement.joins.flatMap((join) => join.on ?? []),
    ...(window === undefined ? [] : windowExpressions(window)),
  ]
}
