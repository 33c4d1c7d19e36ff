import { assertNever } from '../../base/assert.ts'
import type { Clock } from '../../base/clock.ts'
import type { Evaluate } from '../../expression/scope.ts'
import type { FunctionContext } from '../../functions/definition.ts'
import type { GraphPlanNode, PlannedGraph } from '../../plan/graph/plan-graph.ts'
import type { PhysicalWindow, PlanExpression } from '../../plan/physical/physical-plan.ts'
import type { Expression, Wildcard } from '../../syntax/ast.ts'
import { toGoText } from '../../types/go-text.ts'
import { printPlanExpression } from '../../plan/expression-text.ts'
import { CollectionFilterOperator, FilterOperator } from '../operators/filter-operator.ts'
import { GroupOperator, type GroupLayout } from '../operators/group-operator.ts'
import { HavingOperator } from '../operators/having-operator.ts'
import { JoinOperator } from '../operators/join-operator.ts'
import { LookupOperator, type LookupRows } from '../operators/lookup-operator.ts'
import type { CollectionOperator, RowOperator, RuleOutput } from '../operators/operator.ts'
import { OrderOperator } from '../operators/order-operator.ts'
import {
  createField,
  createProjection,
  type ProjectedField,
  type ProjectedStar,
} from '../operators/projection.ts'
import type { RuleFrame } from '../operators/rule-frame.ts'
import { WatermarkOperator } from '../operators/watermark-operator.ts'
import type { RuleLayout } from '../rule-layout.ts'
import { RuleCompiler, type ClauseOptions } from '../rule-scope.ts'
import type { RuleRow } from '../rule-row.ts'
import { RuleWindowHost } from '../rule-windows.ts'
import { createRecord } from '../../types/value.ts'
import { createWindow } from '../windows/create-window.ts'
import type { WindowOperator } from '../windows/window-operator.ts'
import {
  FanOut,
  FunctionNode,
  PickNode,
  SwitchNode,
  WholeGroup,
  type GraphReceiver,
} from './graph-nodes.ts'

export interface GraphPipeline {
  readonly layout: RuleLayout
  push(source: number, rows: readonly RuleRow[]): void
  close(): void
}

export interface GraphOptions {
  readonly planned: PlannedGraph
  readonly clock: Clock
  readonly frame: RuleFrame
  readonly context: FunctionContext
  /** The output of a sink node, by its place among the sinks. */
  readonly output: (action: number) => RuleOutput
  readonly lookup: (source: number) => LookupRows
  readonly guard: (run: () => void) => void
  readonly dropLate: (row: RuleRow) => void
  /** Counts an error without sending it, as a switch does. */
  readonly countError: (message: string, row: RuleRow) => void
}

const onRows: ClauseOptions = { seesWindow: true, rejectsStar: true, runsAnalytic: true }
const onGroups: ClauseOptions = { seesWindow: true, runsAnalytic: true }

export function buildGraph(options: GraphOptions): GraphPipeline {
  return new GraphBuilder(options).build()
}

class GraphBuilder {
  private readonly options: GraphOptions
  private readonly layout: RuleLayout
  private readonly groups: GroupLayout
  private readonly compiler: RuleCompiler
  private readonly outputs = new Map<string, FanOut[]>()
  private readonly sources = new Map<number, GraphReceiver>()
  private readonly windows: WindowOperator[] = []

  constructor(options: GraphOptions) {
    const { planned, frame, context } = options
    this.options = options
    this.layout = layoutGraph(planned)
    this.groups = { slotCount: this.layout.slotCount, ownFrom: 0 }
    this.compiler = new RuleCompiler({
      bound: planned.bound,
      layout: this.layout,
      frame,
      context,
      isDecoded: () => true,
      isIncremental: false,
      readsRecords: true,
    })
  }

  /** From the sinks back, so that every node knows where its rows go. */
  build(): GraphPipeline {
    const { nodes } = this.options.planned.plan
    for (const node of [...nodes].reverse()) {
      const receiver = this.create(node)
      if (node.kind === 'source') {
        this.sources.set(node.source, receiver)
        continue
      }
      for (const input of node.inputs)
        this.output(input.node, input.output).targets.unshift(receiver)
    }
    return {
      layout: this.layout,
      push: (source, rows) => this.sources.get(source)?.rows(rows),
      close: () => {
        for (const window of this.windows) window.close()
      },
    }
  }

  private output(node: string, place: number): FanOut {
    const outputs = this.outputs.get(node) ?? []
    this.outputs.set(node, outputs)
    while (outputs.length <= place) outputs.push(new FanOut())
    return outputs[place] ?? new FanOut()
  }

  private create(node: GraphPlanNode): GraphReceiver {
    const { frame } = this.options
    const next = this.output(node.name, 0)
    switch (node.kind) {
      case 'source':
        return next
      case 'sink':
        return this.createSink(node.action)
      case 'watermark':
        return this.createWatermark(node.sources, node.sendsWatermark, next)
      case 'filter': {
        const condition = this.compileCondition(node.condition, { ...onRows, seesWindow: false })
        const rows = new FilterOperator(condition, frame, next)
        return join(rows, new CollectionFilterOperator(condition, frame, next), next)
      }
      case 'having': {
        const condition = this.compileCondition(node.condition, onGroups)
        return join(next, new HavingOperator(condition, this.groups, frame, next), next)
      }
      case 'function': {
        const evaluate = this.compile(node.call, onRows)
        return new FunctionNode(evaluate, node.output, frame, next)
      }
      case 'aggregate-function': {
        const evaluate = this.compile(node.call, onGroups)
        const add = new FunctionNode(evaluate, node.output, frame, next)
        return new WholeGroup(this.groups, frame, add)
      }
      case 'pick':
        return this.createPick(node, next)
      case 'window':
        return this.createWindow(node, next)
      case 'join':
        return this.createJoin(node.steps, next)
      case 'lookup':
        return this.createLookup(node, next)
      case 'group': {
        const dimensions = node.dimensions.map((part) => this.compile(part, onRows))
        return join(next, new GroupOperator(dimensions, this.groups, frame, next), next)
      }
      case 'order': {
        const keys = node.keys.map(({ expression, isDescending }) => ({
          evaluate: this.compile(expression, { ...onGroups, seesWindow: false }),
          isDescending,
        }))
        return join(next, new OrderOperator(keys, frame, next), next)
      }
      case 'switch': {
        const cases = node.cases.map((condition) => this.compile(condition, onRows))
        const outputs = cases.map((_, i) => this.output(node.name, i))
        return new SwitchNode(cases, node.stopsAtFirstMatch, this.options.countError, outputs)
      }
      default:
        return assertNever(node)
    }
  }

  private createSink(action: number): GraphReceiver {
    const output = this.options.output(action)
    const recordOf = (row: RuleRow): ReturnType<typeof createRecord> => {
      const record = createRecord()
      const fields = row.fields ?? {}
      for (const name of Object.keys(fields)) record[name] = fields[name]
      return record
    }
    return {
      rows: (batch) => {
        output.rows(batch.map(recordOf), batch)
      },
      collection: ({ rows }) => {
        output.collection(rows.map(recordOf))
      },
      watermark: () => undefined,
    }
  }

  /** Without event time nothing has a watermark to wait for, and eKuiper lets nothing through. */
  private createWatermark(
    sources: readonly number[],
    sendsWatermark: boolean,
    next: GraphReceiver,
  ): GraphReceiver {
    const { planned, dropLate } = this.options
    const { isEventTime, lateToleranceMs } = planned.options
    const operator = new WatermarkOperator({
      sources,
      toleranceMs: lateToleranceMs,
      dropLate,
      next: {
        rows: (batch) => {
          next.rows(batch)
        },
        watermark: (time) => {
          if (sendsWatermark) next.watermark(time)
        },
      },
    })
    return {
      rows: (batch) => {
        if (isEventTime) operator.rows(batch)
      },
      collection: (collection) => {
        next.collection(collection)
      },
      watermark: () => undefined,
    }
  }

  private createWindow(plan: PhysicalWindow, next: GraphReceiver): GraphReceiver {
    const { clock, context, frame, guard } = this.options
    const host = new RuleWindowHost({ clock, ruleStart: context.ruleStart, frame, next, guard })
    const partition = plan.partitionBy.map((part) => this.compile(part, onRows))
    const window = createWindow(plan, host, {
      when: plan.when === undefined ? undefined : this.compile(plan.when, onRows),
      conditions: plan.conditions.map((condition) => this.compile(condition, onRows)),
      partition: (row) => partition.map((part) => toGoText(part(row))).join(','),
      aggregation: undefined,
    })
    this.windows.push(window)
    return {
      rows: (batch) => {
        for (const row of batch) window.row(row)
      },
      collection: (collection) => {
        next.collection(collection)
      },
      watermark: (time) => {
        window.watermark(time)
      },
    }
  }

  private createJoin(
    steps: Extract<GraphPlanNode, { kind: 'join' }>['steps'],
    next: GraphReceiver,
  ): GraphReceiver {
    const operator = new JoinOperator(
      steps.map((step) => ({
        type: step.type,
        left: step.left,
        right: step.right,
        on: step.on === undefined ? undefined : this.compile(step.on, onRows),
        equality: undefined,
      })),
      this.options.frame,
      next,
    )
    return {
      rows: (batch) => {
        for (const row of batch) {
          operator.collection({ rows: [row], isGrouped: false, range: undefined })
        }
      },
      collection: (collection) => {
        operator.collection(collection)
      },
      watermark: (time) => {
        next.watermark(time)
      },
    }
  }

  private createLookup(
    plan: Extract<GraphPlanNode, { kind: 'lookup' }>,
    next: GraphReceiver,
  ): GraphReceiver {
    const step = {
      isLeft: plan.type === 'left',
      table: this.options.lookup(plan.source),
      columns: plan.keys.map((key) => key.column),
      keys: plan.keys.map((key) => this.compile(key.value, onRows)),
      rest: plan.rest === undefined ? undefined : this.compile(plan.rest, onRows),
    }
    const operator = new LookupOperator(step, this.options.frame, next)
    return join(operator, operator, next)
  }

  private createPick(
    node: Extract<GraphPlanNode, { kind: 'pick' }>,
    next: GraphReceiver,
  ): GraphReceiver {
    const { planned, frame } = this.options
    const stars: ProjectedStar[] = []
    const fields: ProjectedField[] = []
    for (const field of node.fields) {
      const expression = this.expression(field.expression)
      if (expression.kind === 'wildcard') stars.push(this.starOf(expression))
      else fields.push(this.fieldOf(field, expression))
    }
    const columns = fields.filter((field) => field.kind === 'column')
    const values = fields.filter((field) => field.kind !== 'column')
    const projection = createProjection({
      stars,
      fields: [...columns, ...values],
      sendsNull: planned.options.sendsNull,
    })
    const pick = new PickNode(projection, node.isAggregate, frame, next)
    return node.isAggregate ? new WholeGroup(this.groups, frame, pick) : pick
  }

  private starOf(star: Wildcard): ProjectedStar {
    const except = new Set(star.except.map((name) => name.name))
    // Every column is decoded, so the records of one stream and of all are the same.
    return { source: undefined, except }
  }

  private fieldOf(
    field: Extract<GraphPlanNode, { kind: 'pick' }>['fields'][number],
    expression: Expression,
  ): ProjectedField {
    const { bound } = this.options.planned
    const evaluate = this.compile(field.expression, onGroups)
    const isColumns =
      expression.kind === 'call' && bound.calls.get(expression)?.name === 'changed_cols'
    const kind = field.isPlainColumn ? 'column' : isColumns ? 'columns' : 'value'
    const origin = `alias: ${field.name} expr: ${printPlanExpression(expression, bound)}`
    return createField({ kind, name: field.name, evaluate, isInvisible: false, origin })
  }

  private expression(plan: PlanExpression): Expression {
    const expression = this.options.planned.expressions[plan.id]
    if (expression === undefined) throw new Error('invariant: the plan numbers its own expressions')
    return expression
  }

  private compile(plan: PlanExpression, clause: ClauseOptions): Evaluate {
    return this.compiler.compile(this.expression(plan), clause)
  }

  private compileCondition(plan: PlanExpression, clause: ClauseOptions): Evaluate {
    return this.compiler.compileCondition(this.expression(plan), clause)
  }
}

/** Rows hold no columns in slots, only what aggregates leave there. */
function layoutGraph(planned: PlannedGraph): RuleLayout {
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

function join(
  rows: RowOperator,
  collections: CollectionOperator,
  next: GraphReceiver,
): GraphReceiver {
  return {
    rows: (batch) => {
      rows.rows(batch)
    },
    collection: (collection) => {
      collections.collection(collection)
    },
    watermark: (time) => {
      next.watermark(time)
    },
  }
}
