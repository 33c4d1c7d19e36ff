import type { GraphPlanNode, PlannedGraph } from '../../plan/graph/plan-graph.ts'
import { printPlanExpression } from '../../plan/expression-text.ts'
import {
  createField,
  createProjection,
  type ProjectedField,
  type ProjectedStar,
  type Projection,
} from '../operators/projection.ts'
import type { PlanExpressions } from '../plan-expressions.ts'

type PickField = Extract<GraphPlanNode, { kind: 'pick' }>['fields'][number]

const onGroups = { seesWindow: true, runsAnalytic: true }

/** The fields of a pick node as its projection runs them: stars, plain columns, then everything else. */
export function buildPick(
  picked: readonly PickField[],
  planned: PlannedGraph,
  expressions: PlanExpressions,
): Projection {
  const stars: ProjectedStar[] = []
  const fields: ProjectedField[] = []
  for (const field of picked) {
    const expression = expressions.tree(field.expression)
    if (expression.kind === 'wildcard') {
      // Every column is decoded, so the records of one stream and of all are the same.
      const except = new Set(expression.except.map((name) => name.name))
      stars.push({ source: undefined, except })
    } else fields.push(fieldOf(field, planned, expressions))
  }
  const columns = fields.filter((field) => field.kind === 'column')
  const values = fields.filter((field) => field.kind !== 'column')
  return createProjection({
    stars,
    fields: [...columns, ...values],
    sendsNull: planned.options.sendsNull,
  })
}

function fieldOf(
  field: PickField,
  { bound }: PlannedGraph,
  expressions: PlanExpressions,
): ProjectedField {
  const expression = expressions.tree(field.expression)
  const evaluate = expressions.compile(field.expression, onGroups)
  const isColumns =
    expression.kind === 'call' && bound.calls.get(expression)?.name === 'changed_cols'
  const kind = field.isPlainColumn ? 'column' : isColumns ? 'columns' : 'value'
  const origin = `alias: ${field.name} expr: ${printPlanExpression(expression, bound)}`
  return createField({ kind, name: field.name, evaluate, isInvisible: false, origin })
}
