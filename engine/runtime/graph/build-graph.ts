import { assertNever } from '../../base/assert.ts'
import type { Clock } from '../../base/clock.ts'
import type { FunctionContext } from '../../functions/definition.ts'
import type { GraphPlanNode, PlannedGraph } from '../../plan/graph/plan-graph.ts'
import type { PhysicalWindow } from '../../plan/physical/physical-plan.ts'
import { toGoText } from '../../types/go-text.ts'
import { compileJoins, compileLookup } from '../compile-joins.ts'
import { CollectionFilterOperator, FilterOperator } from '../operators/filter-operator.ts'
import { GroupOperator, type GroupLayout } from '../operators/group-operator.ts'
import { HavingOperator } from '../operators/having-operator.ts'
import { JoinOperator } from '../operators/join-operator.ts'
import { LookupOperator, type LookupRows } from '../operators/lookup-operator.ts'
import type { CollectionOperator, RowOperator, RuleOutput } from '../operators/operator.ts'
import { OrderOperator } from '../operators/order-operator.ts'
import type { RuleFrame } from '../operators/rule-frame.ts'
import { WatermarkOperator } from '../operators/watermark-operator.ts'
import { PlanExpressions } from '../plan-expressions.ts'
import type { RuleLayout } from '../rule-layout.ts'
import { RuleCompiler, type ClauseOptions } from '../rule-scope.ts'
import type { RuleRow } from '../rule-row.ts'
import { RuleWindowHost } from '../rule-windows.ts'
import { createRecord } from '../../types/value.ts'
import { createWindow } from '../windows/create-window.ts'
import type { WindowOperator } from '../windows/window-operator.ts'
import { buildPick } from './build-pick.ts'
import { layoutGraph } from './graph-layout.ts'
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
  private readonly expressions: PlanExpressions
  private readonly outputs = new Map<string, FanOut[]>()
  private readonly sources = new Map<number, GraphReceiver>()
  private readonly windows: WindowOperator[] = []

  constructor(options: GraphOptions) {
    const { planned, frame, context } = options
    this.options = options
    this.layout = layoutGraph(planned)
    this.groups = { slotCount: this.layout.slotCount, ownFrom: 0 }
    const compiler = new RuleCompiler({
      bound: planned.bound,
      layout: this.layout,
      frame,
      context,
      isDecoded: () => true,
      isIncremental: false,
      readsRecords: true,
    })
    this.expressions = new PlanExpressions(planned.expressions, compiler, this.layout)
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
    const { frame, planned } = this.options
    const next = this.output(node.name, 0)
    switch (node.kind) {
      case 'source':
        return next
      case 'sink':
        return this.createSink(node.action)
      case 'watermark':
        return this.createWatermark(node.sources, node.sendsWatermark, next)
      case 'filter': {
        const condition = this.expressions.compileCondition(node.condition, {
          ...onRows,
          seesWindow: false,
        })
        const rows = new FilterOperator(condition, frame, next)
        return join(rows, new CollectionFilterOperator(condition, frame, next), next)
      }
      case 'having': {
        const condition = this.expressions.compileCondition(node.condition, onGroups)
        return join(next, new HavingOperator(condition, this.groups, frame, next), next)
      }
      case 'function': {
        const evaluate = this.expressions.compile(node.call, onRows)
        return new FunctionNode(evaluate, node.output, frame, next)
      }
      case 'aggregate-function': {
        const evaluate = this.expressions.compile(node.call, onGroups)
        const add = new FunctionNode(evaluate, node.output, frame, next)
        return new WholeGroup(this.groups, frame, add)
      }
      case 'pick': {
        const projection = buildPick(node.fields, planned, this.expressions)
        const pick = new PickNode(projection, node.isAggregate, frame, next)
        return node.isAggregate ? new WholeGroup(this.groups, frame, pick) : pick
      }
      case 'window':
        return this.createWindow(node, next)
      case 'join':
        return this.createJoin(node.steps, next)
      case 'lookup':
        return this.createLookup(node, next)
      case 'group': {
        const dimensions = this.expressions.compileAll(node.dimensions, onRows)
        return join(next, new GroupOperator(dimensions, this.groups, frame, next), next)
      }
      case 'order': {
        const keys = this.expressions.compileKeys(node.keys, { ...onGroups, seesWindow: false })
        return join(next, new OrderOperator(keys, frame, next), next)
      }
      case 'switch': {
        const cases = this.expressions.compileAll(node.cases, onRows)
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
    const partition = this.expressions.compileAll(plan.partitionBy, onRows)
    const window = createWindow(plan, host, {
      when: this.expressions.compileOptional(plan.when, onRows),
      conditions: this.expressions.compileAll(plan.conditions, onRows),
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
    const joins = compileJoins(steps, this.expressions, onRows)
    const operator = new JoinOperator(joins, this.options.frame, next)
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
    const table = this.options.lookup(plan.source)
    const step = compileLookup(plan, table, this.expressions, onRows)
    const operator = new LookupOperator(step, this.options.frame, next)
    return join(operator, operator, next)
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
