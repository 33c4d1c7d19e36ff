import type { FunctionDefinition } from '../functions/definition.ts'
import type { CallExpression, ColumnReference, Expression, SelectField } from '../syntax/ast.ts'
import { someExpression, walkExpression } from '../syntax/walk.ts'
import type { ColumnBinding } from './bound.ts'

/** What the checks after binding look at. */
export interface BoundParts {
  readonly calls: ReadonlyMap<CallExpression, FunctionDefinition>
  readonly columns: ReadonlyMap<ColumnReference, ColumnBinding>
  readonly fields: readonly { readonly field: SelectField }[]
}

/** They count aggregated results, so eKuiper takes them for aggregates, though they see no rows. */
const aggregateCounters: ReadonlySet<string> = new Set(['last_agg_hit_count', 'last_agg_hit_time'])

export function isAggregateCall(
  parts: Pick<BoundParts, 'calls'>,
  node: Expression,
): node is CallExpression {
  const definition = node.kind === 'call' ? parts.calls.get(node) : undefined
  if (definition === undefined) return false
  return definition.kind === 'aggregate' || aggregateCounters.has(definition.name)
}

/** Whether an aggregate stands in the expression as written. */
export function hasAggregateCall(
  parts: Pick<BoundParts, 'calls'>,
  expression: Expression,
): boolean {
  return someExpression(expression, (node) => isAggregateCall(parts, node))
}

/** Whether an aggregate stands in the expression or behind an alias that it uses. */
export function isAggregate(parts: BoundParts, expression: Expression): boolean {
  return someAggregate(parts, expression, () => true)
}

/** The same for an aggregate that fulfils `test`. */
export function someAggregate(
  parts: BoundParts,
  expression: Expression,
  test: (call: CallExpression) => boolean,
): boolean {
  const open = [expression]
  const seen = new Set<Expression>()
  let isFound = false
  for (let next = open.pop(); next !== undefined && !isFound; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    walkExpression(next, (node) => {
      if (isAggregateCall(parts, node) && test(node)) isFound = true
      const field = node.kind === 'column' ? aliasOf(parts.columns.get(node)) : undefined
      const target = field === undefined ? undefined : parts.fields[field]?.field.expression
      if (target !== undefined) open.push(target)
      return !isFound
    })
  }
  return isFound
}

function aliasOf(binding: ColumnBinding | undefined): number | undefined {
  if (binding?.kind === 'member') return aliasOf(binding.base)
  return binding?.kind === 'alias' ? binding.field : undefined
}
