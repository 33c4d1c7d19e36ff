import { assertNever } from '../../base/assert.ts'
import type { BoundSelect } from '../../binder/bound.ts'
import type { CallExpression, Expression, OrderItem } from '../../syntax/ast.ts'
import { withInputs, type LogicalPlan, type SourceColumns } from '../logical/logical-plan.ts'
import { walkExpression } from '../walk-expression.ts'
import { neededItems, type ItemOptions, type NeededItem } from './needed-items.ts'
import type { OptimizerRule, RuleContext } from './optimizer-rule.ts'

/**
 * Gives every source the columns that must be decoded. They are gathered from the result down, and what
 * a plain star means depends on what was met before it: first of all it means every column, but after a
 * column of a schemaless stream it ends the gathering and only the columns before it are decoded.
 */
export const columnPruner: OptimizerRule = {
  name: 'columnPruner',
  apply(plan, context) {
    return prune(plan, [], context, { opaque: computedCalls(plan) })
  },
}

/** The names under which a window that aggregates by itself hands its results on. */
export function incrementalCalls(plan: LogicalPlan): ReadonlyMap<CallExpression, string> {
  const calls = new Map<CallExpression, string>()
  const visit = (node: LogicalPlan): void => {
    if (node.kind === 'window') {
      node.aggregates.forEach((call, i) => calls.set(call, `inc_agg_col_${String(i + 1)}`))
    }
    node.inputs.forEach(visit)
  }
  visit(plan)
  return calls
}

/** Calls whose value the projection finds under a name, as if it were a column. */
function computedCalls(plan: LogicalPlan): ReadonlyMap<CallExpression, string> {
  const calls = new Map(incrementalCalls(plan))
  for (let node: LogicalPlan | undefined = plan; node !== undefined; [node] = node.inputs) {
    if (node.kind === 'dedup-trigger') calls.set(node.call, node.name)
  }
  return calls
}

function prune(
  plan: LogicalPlan,
  above: readonly NeededItem[],
  context: RuleContext,
  options: ItemOptions,
): LogicalPlan {
  if (plan.kind === 'source') {
    return { ...plan, needed: neededOf(plan.source, above, context) }
  }
  const own = itemsOf(plan, context.bound, options)
  const items = [...above, ...own]
  return withInputs(
    plan,
    plan.inputs.map((input) => prune(input, items, context, options)),
  )
}

function itemsOf(plan: LogicalPlan, bound: BoundSelect, options: ItemOptions): NeededItem[] {
  const of = (expressions: readonly (Expression | undefined)[]): NeededItem[] =>
    expressions.flatMap((expression) =>
      expression === undefined ? [] : neededItems(bound, expression, options),
    )
  switch (plan.kind) {
    case 'source':
    case 'watermark':
    case 'table':
    case 'explode':
    case 'row-number':
      return []
    case 'filter':
    case 'having':
      return of([plan.condition])
    case 'analytic':
    case 'where-aggregate':
      return of(plan.calls)
    case 'window': {
      const inside = plan.aggregates.flatMap((call) =>
        neededItems(bound, call, { opaque: new Map() }),
      )
      // The keys of PARTITION BY are not gathered: eKuiper decodes them only where others name them.
      const { when, conditions } = plan.window
      return [...inside, ...of([...plan.dimensions, plan.condition, when, ...conditions])]
    }
    case 'join':
      return of(plan.joins.map((join) => join.on))
    case 'lookup':
      return of([plan.on])
    case 'group':
      return of(plan.dimensions)
    case 'dedup-trigger':
      return of(plan.call.arguments)
    case 'order':
      return plan.items.flatMap((item) => [...sortName(item), ...of([item.expression])])
    case 'project':
      return of(bound.fields.map(({ field }) => field.expression))
    default:
      return assertNever(plan)
  }
}

/** The name a sort key begins with is decoded too, even where it is an alias. */
function sortName(item: OrderItem): NeededItem[] {
  const name = sortKeyName(item.expression)
  return name === undefined ? [] : [{ kind: 'column', source: undefined, name }]
}

/** The first name of a sort key, under which eKuiper also keeps its value. */
export function sortKeyName(expression: Expression): string | undefined {
  let name: string | undefined
  walkExpression(expression, (part) => {
    if (name !== undefined) return false
    if (part.kind === 'column') {
      name = part.qualifier === undefined ? part.name : `${part.qualifier.name}.${part.name}`
    } else if (part.kind === 'call') name = part.name
    return name === undefined
  })
  return name
}

function neededOf(
  source: number,
  items: readonly NeededItem[],
  context: RuleContext,
): SourceColumns {
  const definition = context.bound.sources[source]?.definition
  const declared = definition?.columns?.map((column) => column.name.name)
  const names = new Set<string>()
  const timestamp = definition?.timestampColumn
  if (context.options.isEventTime && timestamp !== undefined) names.add(timestamp)
  const without = new Set<string>()
  const paths: (readonly string[])[] = []
  let hasStar = false
  // A star with EXCEPT or REPLACE ends the gathering as well.
  let hasReduced = false
  for (const item of items) {
    if (item.kind === 'star') hasStar = true
    else if (item.kind === 'star-without') {
      hasReduced = true
      item.names.forEach((name) => without.add(name))
    } else if (item.source !== undefined && item.source !== source) continue
    else if (item.kind === 'path') paths.push(item.path)
    else if (!hasStar && !hasReduced && (declared === undefined || declared.includes(item.name))) {
      names.add(item.name)
    }
  }
  if (declared === undefined)
    return { columns: schemalessColumns(names, hasStar || hasReduced), paths }
  if (hasStar) return { columns: 'all', paths }
  if (!hasReduced) return { columns: [...names], paths }
  return { columns: declared.filter((name) => names.has(name) || !without.has(name)), paths }
}

function schemalessColumns(names: ReadonlySet<string>, hasStar: boolean): SourceColumns['columns'] {
  return hasStar && names.size === 0 ? 'all' : [...names]
}
