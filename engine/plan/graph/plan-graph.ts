import { assertNever } from '../../base/assert.ts'
import type { BoundSelect } from '../../binder/bound.ts'
import type { BoundGraph, GraphInput, GraphNode, JoinGraphNode } from '../../graph/bound-graph.ts'
import type { Expression, WindowClause } from '../../syntax/ast.ts'
import { callsOf, mentionsOf } from '../logical/bound-queries.ts'
import { planLookup } from '../logical/plan-lookup.ts'
import { ExpressionTable } from '../physical/expression-table.ts'
import type {
  PhysicalJoin,
  PhysicalLookup,
  PhysicalWindow,
  PlanExpression,
} from '../physical/physical-plan.ts'
import { sortKeyName } from '../rules/column-pruner.ts'
import { readPlanOptions, type PlanOptions } from '../plan-options.ts'

/**
 * A graph rule on the operators that SQL rules run on. Rows keep their whole records, because every node
 * may add or take away columns and names are found as rows come.
 */
export interface GraphPlan {
  /** Every node after those it takes rows from. */
  readonly nodes: readonly GraphPlanNode[]
  readonly aggregates: readonly PlanExpression[]
}

interface PlanNodeBase {
  readonly name: string
  readonly inputs: readonly GraphInput[]
}

export type GraphPlanNode = PlanNodeBase & GraphOperator

export type GraphOperator =
  | {
      readonly kind: 'source'
      readonly source: number
      readonly isReference: boolean
      readonly isLookup: boolean
    }
  | {
      readonly kind: 'watermark'
      readonly sources: readonly number[]
      readonly sendsWatermark: boolean
    }
  | { readonly kind: 'filter' | 'having'; readonly condition: PlanExpression }
  | {
      readonly kind: 'function' | 'aggregate-function'
      readonly call: PlanExpression
      readonly output: string
    }
  | {
      readonly kind: 'pick'
      readonly isAggregate: boolean
      readonly fields: readonly GraphField[]
    }
  | PhysicalWindow
  | { readonly kind: 'join'; readonly steps: readonly PhysicalJoin[] }
  | PhysicalLookup
  | { readonly kind: 'group'; readonly dimensions: readonly PlanExpression[] }
  | {
      readonly kind: 'order'
      readonly keys: readonly {
        readonly expression: PlanExpression
        readonly isDescending: boolean
      }[]
    }
  | {
      readonly kind: 'switch'
      readonly cases: readonly PlanExpression[]
      readonly stopsAtFirstMatch: boolean
    }
  | { readonly kind: 'sink'; readonly action: number }

export interface GraphField {
  readonly expression: PlanExpression
  readonly name: string
  readonly isStar: boolean
  readonly isPlainColumn: boolean
}

export interface PlannedGraph {
  readonly graph: BoundGraph
  /** The graph's names as the expression compiler knows them: a statement without clauses. */
  readonly bound: BoundSelect
  readonly plan: GraphPlan
  readonly expressions: readonly Expression[]
  readonly options: PlanOptions
}

export function planGraph(
  graph: BoundGraph,
  options: Readonly<Record<string, unknown>>,
): PlannedGraph {
  const bound = asStatement(graph)
  const table = new ExpressionTable(bound)
  const planOptions = readPlanOptions(options)
  const planner = new GraphPlanner(graph, bound, table, planOptions)
  const nodes = graph.nodes.map((node) => planner.plan(node))
  const calls = table.expressions.flatMap((expression) =>
    callsOf(bound, expression, (definition) => definition.kind === 'aggregate'),
  )
  const plan: GraphPlan = { nodes, aggregates: table.addAll(calls) }
  return { graph, bound, plan, expressions: table.expressions, options: planOptions }
}

const nowhere = { start: 0, end: 0 }

function asStatement(graph: BoundGraph): BoundSelect {
  return {
    statement: {
      kind: 'select',
      span: nowhere,
      fields: [],
      from: { name: '', span: nowhere, nameSpan: nowhere },
      joins: [],
      groupBy: [],
      orderBy: [],
      hasSemicolon: false,
    },
    sources: graph.sources,
    fields: [],
    columns: graph.columns,
    calls: graph.calls,
    window: undefined,
    dimensions: [],
    isSchemaless: true,
    isAggregate: false,
  }
}

class GraphPlanner {
  private readonly graph: BoundGraph
  private readonly bound: BoundSelect
  private readonly table: ExpressionTable
  private readonly options: PlanOptions
  private sinks = 0

  constructor(graph: BoundGraph, bound: BoundSelect, table: ExpressionTable, options: PlanOptions) {
    this.graph = graph
    this.bound = bound
    this.table = table
    this.options = options
  }

  plan(node: GraphNode): GraphPlanNode {
    return { name: node.name, inputs: node.inputs, ...this.operatorOf(node) }
  }

  private operatorOf(node: GraphNode): GraphOperator {
    const { table } = this
    switch (node.kind) {
      case 'source': {
        const { source, isReference, isLookup } = node
        return { kind: 'source', source, isReference, isLookup }
      }
      case 'watermark':
        return {
          kind: 'watermark',
          sources: node.emitters.map((name) => this.sourceOf(name)),
          sendsWatermark: node.sendsWatermark,
        }
      case 'filter':
        return { kind: node.isHaving ? 'having' : 'filter', condition: table.add(node.condition) }
      case 'function':
      case 'aggfunc': {
        const kind = node.kind === 'function' ? 'function' : 'aggregate-function'
        return { kind, call: table.add(node.call), output: node.output }
      }
      case 'pick':
        return { kind: 'pick', isAggregate: node.isAggregate, fields: this.fieldsOf(node.fields) }
      case 'window':
        return this.windowOf(node.window)
      case 'join':
        return this.joinOf(node)
      case 'groupby':
        return { kind: 'group', dimensions: table.addAll(node.dimensions) }
      case 'orderby': {
        const byName = new Map(
          node.items.map((item) => [sortKeyName(item.expression), item.expression]),
        )
        const keys = node.items.map(({ expression, isDescending }) => ({
          expression: table.add(byName.get(sortKeyName(expression)) ?? expression),
          isDescending,
        }))
        return { kind: 'order', keys }
      }
      case 'switch': {
        const { cases, stopsAtFirstMatch } = node
        return { kind: 'switch', cases: table.addAll(cases), stopsAtFirstMatch }
      }
      case 'sink':
        return { kind: 'sink', action: this.sinks++ }
      default:
        return assertNever(node)
    }
  }

  /** The place of a source node, by the name expressions use. */
  private sourceOf(name: string): number {
    const node = this.graph.nodes.find((candidate) => candidate.name === name)
    return node?.kind === 'source' ? node.source : -1
  }

  private streamOf(name: string): number {
    const named = this.graph.sources.findIndex((source) => source.name === name)
    return named >= 0 ? named : this.sourceOf(name)
  }

  private fieldsOf(fields: Extract<GraphNode, { kind: 'pick' }>['fields']): readonly GraphField[] {
    return fields.map(({ field, name }) => ({
      expression: this.table.add(field.expression),
      name,
      isStar: field.expression.kind === 'wildcard',
      isPlainColumn:
        field.alias === undefined &&
        field.expression.kind === 'column' &&
        (field.expression.qualifier === undefined ||
          this.graph.sources.some(({ name: source }) => {
            return field.expression.kind === 'column' && field.expression.qualifier?.name === source
          })),
    }))
  }

  private windowOf(window: WindowClause): PhysicalWindow {
    const { table, options } = this
    return {
      kind: 'window',
      type: window.type,
      unit: window.unit,
      sizes: window.sizes.map(Number),
      isEventTime: options.isEventTime,
      isSecondVersion: options.isSecondVersion,
      isSentTwice: options.isSentTwice,
      filter: table.addOptional(window.filter),
      when: table.addOptional(window.when),
      conditions: table.addAll(window.conditions),
      partitionBy: table.addAll(window.partitionBy),
      content: 'rows',
      dimensions: [],
      aggregates: [],
    }
  }

  private joinOf(node: JoinGraphNode): GraphOperator {
    const [first] = node.joins
    if (node.lookup !== undefined && first !== undefined) {
      const lookup = planLookup(this.bound, node.lookup, first)
      if (!('severity' in lookup)) {
        const keys = lookup.keys.map(({ column, value }) => ({
          column,
          value: this.table.add(value),
        }))
        const rest = this.table.addOptional(lookup.rest)
        return { kind: 'lookup', source: lookup.source, type: lookup.type, keys, rest }
      }
    }
    const steps = node.joins.map((join, i): PhysicalJoin => {
      const right = this.streamOf(join.table.name)
      const mentioned = join.on === undefined ? [] : mentionsOf(this.bound, join.on).sources
      const from = this.streamOf(node.from)
      const [first, second = from] = mentioned
      const isSided = i === 0 && first !== undefined
      return {
        type: join.type,
        left: i > 0 ? undefined : isSided ? first : from,
        right: isSided ? second : right,
        on: this.table.addOptional(join.on),
        equality: undefined,
      }
    })
    return { kind: 'join', steps }
  }
}
