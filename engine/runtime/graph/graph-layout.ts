import type { PlannedGraph } from '../../plan/graph/plan-graph.ts'
import type { Expression } from '../../syntax/ast.ts'
import type { RuleLayout } from '../rule-layout.ts'

/** Rows hold no columns in slots, only what aggregates leave there. */
export function layoutGraph(planned: PlannedGraph): RuleLayout {
  const aggregates = new Map<Expression, number>()
  for (const { id } of planned.plan.aggregates) {
    const expression = planned.expressions[id]
    if (expression !== undefined) aggregates.set(expression, aggregates.size)
  }
  return {
    columns: planned.bound.sources.map(() => new Map()),
    analytic: new Map(),
    aliases: new Map(),
    rowNumbers: new Map(),
    triggers: new Map(),
    aggregates,
    slotCount: aggregates.size,
    ownFrom: 0,
    needsOwnRows: true,
  }
}
