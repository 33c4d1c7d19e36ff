import type { BoundSelect } from '../../binder/bound.ts'
import type { CallExpression } from '../../syntax/ast.ts'
import { callsOf } from '../logical/bound-queries.ts'
import type { LogicalPlan, WindowNode } from '../logical/logical-plan.ts'

/**
 * Whether a window may keep running aggregates instead of its rows. It may where nothing above it looks at
 * single rows: the next node is the grouping, or the projection of an aggregate without one. An ORDER BY
 * over the rows of a window without groups decides what `collect` sees, so it needs the rows.
 */
export function keepsRunningAggregates(
  bound: BoundSelect,
  window: WindowNode,
  above: readonly LogicalPlan[],
): boolean {
  if (window.aggregates.length > 0 || !bound.isAggregate || readsTheMoment(bound)) return false
  const { type, sizes } = window.window
  const isCut =
    type === 'tumbling' ||
    (type === 'session' && !window.isEventTime && (sizes[1] ?? 0n) > 0n) ||
    (type === 'count' && (sizes.length === 1 || sizes[1] === sizes[0]))
  const isSliding =
    type === 'sliding' && !window.isEventTime && !window.isSecondVersion && (sizes[1] ?? 0n) === 0n
  const isOverlapping = isSliding || (type === 'hopping' && (sizes[1] ?? 0n) <= (sizes[0] ?? 0n))
  if (!isCut && !isOverlapping) return false
  const [next] = above
  if (next?.kind === 'group') return isOverlapping ? canMerge(bound) : true
  const isPlain = above.every((node) => node.kind === 'project' || node.kind === 'having')
  return isPlain && (isOverlapping ? canMerge(bound) : true)
}

/** What these give depends on when they are asked: as the window fires, not as a row comes. */
const momentary = new Set([
  'window_start',
  'window_end',
  'window_trigger',
  'last_hit_count',
  'last_hit_time',
  'last_agg_hit_count',
  'last_agg_hit_time',
  'now',
  'cur_date',
  'cur_time',
  'current_date',
  'current_time',
  'current_timestamp',
  'local_time',
  'local_timestamp',
  'tstamp',
  'rand',
  'newuuid',
  'delay',
])

function readsTheMoment(bound: BoundSelect): boolean {
  const inside = [...aggregateCalls(bound).flatMap((call) => call.arguments), ...bound.dimensions]
  return inside.some(
    (expression) =>
      callsOf(bound, expression, (definition) => momentary.has(definition.name)).length > 0,
  )
}

/** Overlapping windows put the aggregates of their parts together. */
function canMerge(bound: BoundSelect): boolean {
  return aggregateCalls(bound).every((call) => {
    const definition = bound.calls.get(call)
    return definition?.kind === 'aggregate' && definition.create().merge !== undefined
  })
}

/** The aggregates of the SELECT list, HAVING and ORDER BY. */
export function aggregateCalls(bound: BoundSelect): readonly CallExpression[] {
  const { statement } = bound
  const clauses = [
    ...statement.fields.map((field) => field.expression),
    statement.having,
    ...statement.orderBy.map((item) => item.expression),
  ]
  return clauses.flatMap((clause) =>
    callsOf(bound, clause, (definition) => definition.kind === 'aggregate'),
  )
}
