import type { BoundSelect } from '../../binder/bound.ts'
import type { CallExpression, Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { PlanOptions } from '../plan-options.ts'
import { callsOf } from './bound-queries.ts'
import { checkPlan } from './check-plan.ts'
import { planLookup } from './plan-lookup.ts'
import type { LogicalPlan, LookupNode, PlannedJoin } from './logical-plan.ts'

export interface LogicalResult {
  /** Undefined where a problem stands against it. */
  readonly plan: LogicalPlan | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** The aggregates eKuiper can run inside a window as the rows come. */
const incrementalNames = new Set([
  'count',
  'avg',
  'max',
  'min',
  'sum',
  'merge_agg',
  'collect',
  'last_value',
])

export function buildLogicalPlan(bound: BoundSelect, options: PlanOptions): LogicalResult {
  const problems = checkPlan(bound, options)
  if (problems.length > 0) return { plan: undefined, diagnostics: problems }
  const lookups: Omit<LookupNode, 'inputs'>[] = []
  for (const [i, join] of bound.statement.joins.entries()) {
    if (!isLookup(bound, i + 1)) continue
    const lookup = planLookup(bound, i + 1, join)
    if ('severity' in lookup) return { plan: undefined, diagnostics: [lookup] }
    lookups.push(lookup)
  }
  return { plan: assemble(bound, options, lookups), diagnostics: [] }
}

export function isLookup(bound: BoundSelect, source: number): boolean {
  const definition = bound.sources[source]?.definition
  return definition?.sourceKind === 'table' && definition.tableKind === 'lookup'
}

function assemble(
  bound: BoundSelect,
  options: PlanOptions,
  lookups: readonly Omit<LookupNode, 'inputs'>[],
): LogicalPlan {
  const { statement, window } = bound
  let inputs: readonly LogicalPlan[] = sourceNodes(bound, 'stream')
  if (options.isEventTime) {
    inputs = [{ kind: 'watermark', toleranceMs: options.lateToleranceMs, inputs }]
  }
  const analytic = analyticCalls(bound)
  if (analytic.length > 0) inputs = [{ kind: 'analytic', calls: analytic, inputs }]
  const aggregates = incrementalAggregates(bound, options)
  if (window !== undefined) inputs = [windowNode(bound, options, aggregates, inputs)]
  inputs = joinNodes(bound, inputs)
  for (const lookup of lookups) inputs = [{ ...lookup, inputs }]
  let plan = inputs[0] ?? {
    kind: 'source',
    source: 0,
    isTable: false,
    needed: undefined,
    inputs: [],
  }
  if (statement.where !== undefined) plan = whereNodes(bound, statement.where, plan)
  const isGrouped = window !== undefined && window.type !== 'state' && bound.dimensions.length > 0
  if (isGrouped && aggregates.length === 0) {
    plan = { kind: 'group', dimensions: bound.dimensions, inputs: [plan] }
  }
  if (statement.having !== undefined) {
    plan = { kind: 'having', condition: statement.having, inputs: [plan] }
  }
  return resultNodes(bound, options, plan)
}

function sourceNodes(bound: BoundSelect, kind: 'stream' | 'table'): LogicalPlan[] {
  return bound.sources.flatMap(({ definition }, source): LogicalPlan[] =>
    definition.sourceKind === kind && !isLookup(bound, source)
      ? [{ kind: 'source', source, isTable: kind === 'table', needed: undefined, inputs: [] }]
      : [],
  )
}

/** Calls of the select list first, then those of the other clauses. */
function analyticCalls(bound: BoundSelect): CallExpression[] {
  const { statement, window } = bound
  const clauses: (Expression | undefined)[] = [
    ...fieldsOf(bound),
    statement.where,
    ...bound.dimensions,
    ...(window === undefined
      ? []
      : [window.filter, window.when, ...window.conditions, ...window.partitionBy]),
    statement.having,
    ...statement.orderBy.map((item) => item.expression),
    ...statement.joins.map((join) => join.on),
  ]
  return clauses.flatMap((clause) =>
    callsOf(bound, clause, (definition) => definition.kind === 'analytic'),
  )
}

/** Empty where the option is off or the statement has what eKuiper cannot aggregate that way. */
function incrementalAggregates(bound: BoundSelect, options: PlanOptions): CallExpression[] {
  const { statement, window } = bound
  if (!options.isIncremental || window === undefined || statement.joins.length > 0) return []
  const isPossible =
    ['tumbling', 'hopping', 'sliding'].includes(window.type) ||
    (window.type === 'count' && window.sizes.length === 1)
  if (!isPossible) return []
  const calls = fieldsOf(bound).flatMap((field) => aggregatesOf(bound, field))
  return calls.every((call) => incrementalNames.has(call.name.toLowerCase())) ? calls : []
}

/** The SELECT list in the order the binder gave it, by which fields are numbered. */
function fieldsOf(bound: BoundSelect): readonly Expression[] {
  return bound.fields.map(({ field }) => field.expression)
}

function aggregatesOf(bound: BoundSelect, expression: Expression | undefined): CallExpression[] {
  return callsOf(bound, expression, (definition) => definition.kind === 'aggregate')
}

function windowNode(
  bound: BoundSelect,
  options: PlanOptions,
  aggregates: readonly CallExpression[],
  inputs: readonly LogicalPlan[],
): LogicalPlan {
  const { window } = bound
  if (window === undefined) throw new Error('invariant: only called for a statement with a window')
  return {
    kind: 'window',
    window,
    condition: window.filter,
    isEventTime: options.isEventTime,
    isSecondVersion: options.isSecondVersion,
    isSentTwice: options.isSentTwice,
    aggregates,
    dimensions: aggregates.length > 0 ? bound.dimensions : [],
    inputs,
  }
}

function joinNodes(bound: BoundSelect, streams: readonly LogicalPlan[]): readonly LogicalPlan[] {
  const joins = bound.statement.joins.flatMap((join, i): PlannedJoin[] => {
    const right = i + 1
    if (isLookup(bound, right)) return []
    return [{ type: join.type, left: undefined, right, on: join.on }]
  })
  if (joins.length === 0) return streams
  const tables = sourceNodes(bound, 'table')
  const inputs: readonly LogicalPlan[] =
    tables.length > 0 ? [{ kind: 'table', inputs: [...streams, ...tables] }] : streams
  return [{ kind: 'join', joins, inputs }]
}

function whereNodes(bound: BoundSelect, condition: Expression, input: LogicalPlan): LogicalPlan {
  const calls = aggregatesOf(bound, condition)
  const below: LogicalPlan =
    calls.length > 0 ? { kind: 'where-aggregate', calls, inputs: [input] } : input
  return { kind: 'filter', condition, inputs: [below] }
}

function resultNodes(bound: BoundSelect, options: PlanOptions, input: LogicalPlan): LogicalPlan {
  const { statement } = bound
  let plan = input
  const numbers = fieldsOf(bound).flatMap((field) =>
    callsOf(bound, field, (definition) => definition.name === 'row_number'),
  )
  if (numbers.length > 0) plan = { kind: 'row-number', calls: numbers, inputs: [plan] }
  if (statement.orderBy.length > 0) {
    plan = { kind: 'order', items: statement.orderBy, inputs: [plan] }
  }
  for (const { field, name } of bound.fields) {
    const call = field.expression
    if (call.kind === 'call' && bound.calls.get(call)?.kind === 'trigger') {
      plan = { kind: 'dedup-trigger', call, name, inputs: [plan] }
    }
  }
  const limit =
    statement.limit === undefined || statement.limit.value < 0n
      ? undefined
      : Number(statement.limit.value)
  const exploded = fieldsOf(bound).findIndex((field) => isExploding(bound, field))
  const call = fieldsOf(bound)[exploded]
  const hasExplode = call !== undefined && call.kind === 'call'
  plan = {
    kind: 'project',
    isAggregate: bound.isAggregate,
    limit: hidesStar(bound, options) ? 0 : hasExplode ? undefined : limit,
    sendsNull: options.sendsNull,
    inputs: [plan],
  }
  return hasExplode ? { kind: 'explode', call, field: exploded, limit, inputs: [plan] } : plan
}

/** Slice tuples have places for known columns only, so a star without a schema is nothing and is not sent. */
function hidesStar(bound: BoundSelect, options: PlanOptions): boolean {
  return (
    options.isSliceMode &&
    bound.sources.every(({ definition }) => definition.columns === undefined) &&
    fieldsOf(bound).some((field) => field.kind === 'wildcard')
  )
}

function isExploding(bound: BoundSelect, expression: Expression): boolean {
  if (expression.kind !== 'call') return false
  const name = bound.calls.get(expression)?.name
  return name === 'unnest' || name === 'extract'
}
