import { assertNever, invariant } from '../base/assert.ts'
import type { Clock } from '../base/clock.ts'
import type { Evaluate } from '../expression/scope.ts'
import type { FunctionContext } from '../functions/definition.ts'
import type { PlannedRule } from '../plan/physical/build-physical-plan.ts'
import type {
  PhysicalDedupTrigger,
  PhysicalOperator,
  PlanExpression,
} from '../plan/physical/physical-plan.ts'
import { toGoText } from '../types/go-text.ts'
import { buildProjection } from './build-projection.ts'
import { compileJoins, compileLookup } from './compile-joins.ts'
import { AnalyticOperator } from './operators/analytic-operator.ts'
import { DedupTriggerOperator, type TimeColumn } from './operators/dedup-trigger-operator.ts'
import { ExplodeOutput } from './operators/explode-operator.ts'
import { CollectionFilterOperator, FilterOperator } from './operators/filter-operator.ts'
import { GroupOperator, type GroupLayout } from './operators/group-operator.ts'
import { HavingOperator } from './operators/having-operator.ts'
import { JoinOperator } from './operators/join-operator.ts'
import { LookupOperator, type LookupRows } from './operators/lookup-operator.ts'
import type { CollectionOperator, RowOperator, RuleOutput } from './operators/operator.ts'
import { OrderOperator } from './operators/order-operator.ts'
import { ProjectOperator } from './operators/project-operator.ts'
import { RowNumberOperator } from './operators/row-number-operator.ts'
import type { RuleFrame } from './operators/rule-frame.ts'
import { TableOperator, TableRows } from './operators/table-operator.ts'
import { WatermarkOperator } from './operators/watermark-operator.ts'
import { WhereAggregateOperator } from './operators/where-aggregate-operator.ts'
import { PlanExpressions, treeOf } from './plan-expressions.ts'
import { createRawRow } from './raw-row.ts'
import type { RuleLayout } from './rule-layout.ts'
import { RuleCompiler, type ClauseOptions } from './rule-scope.ts'
import type { RuleRow } from './rule-row.ts'
import { RuleWindowHost } from './rule-windows.ts'
import {
  bindCollections,
  bindRows,
  EndStage,
  fromCollections,
  fromOperator,
  fromRows,
  NoRows,
  type Stage,
} from './stage.ts'
import { createWindow } from './windows/create-window.ts'
import type { WindowOperator } from './windows/window-operator.ts'

/** The operators of one running rule. */
export interface RulePipeline {
  /** Takes rows of a stream or scan table, by their place in the statement. */
  push(source: number, rows: readonly RuleRow[]): void
  /** Ends all timers. */
  close(): void
}

export interface PipelineOptions {
  readonly planned: PlannedRule
  readonly layout: RuleLayout
  readonly clock: Clock
  readonly frame: RuleFrame
  readonly context: FunctionContext
  readonly output: RuleOutput
  /** The rows of a lookup table, by its place in the statement. */
  readonly lookup: (source: number) => LookupRows
  /** Keeps a fault in a timer inside the rule. */
  readonly guard: (run: () => void) => void
  /** A row that came too late for event time. */
  readonly dropLate: (row: RuleRow) => void
}

const anywhere: ClauseOptions = { seesWindow: false }

/** Builds operators from the result down to the rows, each knowing the one after it. */
export function buildPipeline(options: PipelineOptions): RulePipeline {
  return new PipelineBuilder(options).build()
}

class PipelineBuilder {
  private readonly options: PipelineOptions
  private readonly compiler: RuleCompiler
  private readonly expressions: PlanExpressions
  private readonly layout: GroupLayout
  private readonly isIncremental: boolean
  private readonly windows: WindowOperator[] = []
  /** Whatever may have timers when the rule ends. */
  private readonly timed: { close(): void }[] = []
  private readonly tables = new Map<number, TableRows>()

  constructor(options: PipelineOptions) {
    this.options = options
    const { planned, layout, frame, context } = options
    this.layout = { slotCount: layout.slotCount, ownFrom: layout.ownFrom }
    const window = planned.plan.operators.find((operator) => operator.kind === 'window')
    this.isIncremental = window?.content === 'incremental'
    this.compiler = new RuleCompiler({
      bound: planned.bound,
      layout,
      frame,
      context,
      isDecoded: (source, name) => {
        const needed = planned.plan.sources[source]
        if (needed === undefined || needed.role === 'lookup-table') return true
        return needed.needed.columns === 'all' || needed.needed.columns.includes(name)
      },
      isIncremental: this.isIncremental,
    })
    this.compiler.stateSlots = (window?.aggregates ?? []).map(
      ({ id }) => layout.aggregates.get(treeOf(planned.expressions, id)) ?? -1,
    )
    this.expressions = new PlanExpressions(planned.expressions, this.compiler, layout)
  }

  build(): RulePipeline {
    const { planned } = this.options
    const { operators } = planned.plan
    let next: Stage = new EndStage()
    let watermark: WatermarkOperator | undefined
    for (let i = operators.length - 1; i >= 0; i--) {
      const operator = operators[i]
      if (operator === undefined) continue
      if (operator.kind === 'watermark') {
        watermark = this.createWatermark(operator.toleranceMs, next)
        const entry = watermark
        next = fromRows((batch) => {
          entry.rows(batch)
        })
      } else next = this.create(operator, next)
    }
    return this.createEntry(next)
  }

  private createEntry(first: RowOperator): RulePipeline {
    const { planned, frame } = this.options
    const entries = planned.plan.sources.map((source): RowOperator => {
      const table = this.tables.get(source.source)
      if (table !== undefined) {
        return fromRows((batch) => {
          table.add(batch)
        })
      }
      // A table that nothing is joined with gives no rows.
      if (source.role === 'scan-table') return new NoRows()
      if (source.filter === undefined) return first
      return new FilterOperator(
        this.expressions.compileCondition(source.filter, inWhere),
        frame,
        first,
      )
    })
    return {
      push: (source, rows) => entries[source]?.rows(rows),
      close: () => {
        for (const operator of this.timed) operator.close()
      },
    }
  }

  private createWatermark(toleranceMs: number, next: RowOperator): WatermarkOperator {
    const sources = this.options.planned.plan.sources.filter(({ role }) => role === 'stream')
    return new WatermarkOperator({
      sources: sources.map(({ source }) => source),
      toleranceMs,
      dropLate: this.options.dropLate,
      next: {
        rows: (batch) => {
          next.rows(batch)
        },
        watermark: (time) => {
          for (const window of this.windows) window.watermark(time)
        },
      },
    })
  }

  private create(operator: Exclude<PhysicalOperator, { kind: 'watermark' }>, next: Stage): Stage {
    const { frame, planned } = this.options
    switch (operator.kind) {
      case 'analytic':
        return fromOperator(
          new AnalyticOperator(this.expressions.analyticCalls(operator.calls), frame, next),
        )
      case 'filter': {
        const condition = this.expressions.compileCondition(operator.condition, inWhere)
        return {
          rows: bindRows(new FilterOperator(condition, frame, next)),
          collection: bindCollections(new CollectionFilterOperator(condition, frame, next)),
        }
      }
      case 'window':
        return this.createWindow(operator, next)
      case 'tables':
        return new TableOperator(
          operator.sources.map((source) => this.table(source)),
          next,
        )
      case 'join':
        return fromCollections(
          new JoinOperator(compileJoins(operator.steps, this.expressions, anywhere), frame, next),
        )
      case 'lookup': {
        const table = this.options.lookup(operator.source)
        const step = compileLookup(operator, table, this.expressions, anywhere)
        return new LookupOperator(step, frame, next)
      }
      case 'where-aggregate':
        return new WhereAggregateOperator(this.expressions.aggregates(operator.calls), next)
      case 'group': {
        const dimensions = this.expressions.compileAll(operator.dimensions, anywhere)
        return fromCollections(new GroupOperator(dimensions, this.layout, frame, next))
      }
      case 'having':
        return this.createHaving(operator.condition, next)
      case 'row-number': {
        const slots = operator.calls.map(
          ({ id }) => this.options.layout.rowNumbers.get(treeOf(planned.expressions, id)) ?? -1,
        )
        return new RowNumberOperator(slots, next)
      }
      case 'order': {
        const keys = this.expressions.compileKeys(operator.keys, anywhere)
        const order = new OrderOperator(keys, frame, next)
        return { rows: bindRows(next), collection: bindCollections(order) }
      }
      case 'dedup-trigger':
        return this.createDedupTrigger(operator, next)
      case 'project':
        return this.createProject(operator)
      case 'explode':
        // It stands behind the projection, which was given it as its output.
        return next
      default:
        return assertNever(operator)
    }
  }

  private createWindow(
    plan: Extract<PhysicalOperator, { kind: 'window' }>,
    next: CollectionOperator,
  ): Stage {
    const { clock, frame, context, guard } = this.options
    const host = new RuleWindowHost({ clock, ruleStart: context.ruleStart, frame, next, guard })
    const partition = this.expressions.compileAll(plan.partitionBy, anywhere)
    const window = createWindow(plan, host, {
      when: plan.when === undefined ? undefined : this.createTrigger(plan.when),
      conditions: plan.conditions.map((condition) => this.createTrigger(condition)),
      partition: (row) => partition.map((part) => partitionText(part, row)).join(','),
      aggregation:
        plan.content === 'rows'
          ? undefined
          : {
              dimensions: this.expressions.compileAll(plan.dimensions, anywhere),
              calls: this.expressions.aggregates(plan.aggregates),
              layout: this.layout,
            },
    })
    this.windows.push(window)
    this.timed.push(window)
    const entry: RowOperator = {
      rows: (batch) => {
        for (const row of batch) window.row(row)
      },
    }
    if (plan.filter === undefined) return fromOperator(entry)
    const filter = new FilterOperator(
      this.expressions.compileCondition(plan.filter, inWhere),
      frame,
      entry,
    )
    return fromOperator(filter)
  }

  /** A row that triggers a window is a hit for `last_hit_count` and `last_hit_time`. */
  private createTrigger(when: PlanExpression): (row: RuleRow) => unknown {
    const { frame } = this.options
    const condition = this.expressions.compile(when, anywhere)
    return (row) => {
      const value = condition(row)
      if (value === true) {
        frame.hits.count += 1
        frame.hits.time = frame.now()
      }
      return value
    }
  }

  private createDedupTrigger(plan: PhysicalDedupTrigger, next: RowOperator): Stage {
    const { planned, clock, frame, guard, layout } = this.options
    const columnOf = ({ id }: PlanExpression): TimeColumn => {
      const reference = treeOf(planned.expressions, id)
      invariant(reference.kind === 'column', 'the binder checks the arguments of dedup_trigger')
      return { name: reference.name, read: this.compiler.compileNamed(reference, anywhere) }
    }
    const { start, end, now } = plan.columns
    const trigger = new DedupTriggerOperator({
      columns: { start: columnOf(start), end: columnOf(end), now: columnOf(now) },
      expireMs: plan.expireMs,
      slot: layout.triggers.get(treeOf(planned.expressions, plan.call.id)) ?? -1,
      clock,
      frame,
      guard,
      next,
    })
    this.timed.push(trigger)
    return trigger
  }

  private createHaving(plan: PlanExpression, next: CollectionOperator): Stage {
    const { frame } = this.options
    const condition = this.expressions.compileCondition(plan, anywhere)
    const having = new HavingOperator(condition, this.layout, frame, next, this.isIncremental)
    return {
      rows: (batch) => {
        for (const row of batch) frame.fail('run Having error: invalid input *xsql.Tuple', row)
      },
      collection: bindCollections(having),
    }
  }

  private createProject(plan: Extract<PhysicalOperator, { kind: 'project' }>): Stage {
    const { planned, frame, output, layout } = this.options
    const { bound } = planned
    const projection = buildProjection(bound, this.compiler, plan.sendsNull)
    const exploded = planned.plan.operators.find((operator) => operator.kind === 'explode')
    const target =
      exploded === undefined
        ? output
        : new ExplodeOutput(
            {
              name: bound.fields[exploded.field]?.name ?? '',
              function: exploded.function,
              computed: new Set(
                projection.fields
                  .filter((field) => field.kind !== 'column')
                  .map((field) => field.name),
              ),
              limit: exploded.limit,
              isWhole: exploded.isWhole,
            },
            frame,
            output,
          )
    return new ProjectOperator({
      projection,
      isAggregate: plan.isAggregate,
      layout: this.layout,
      limit: plan.limit,
      rawRow: createRawRow(bound, layout, this.isIncremental ? this.compiler.stateSlots : []),
      frame,
      output: target,
    })
  }

  private table(source: number): TableRows {
    const definition = this.options.planned.bound.sources[source]?.definition
    const size = definition?.retainSize ?? 0
    // A file is a table of all its lines unless a size is asked for.
    const isWhole = size === 0 && definition?.type === 'file'
    const rows = new TableRows(isWhole ? Infinity : Math.max(1, size))
    this.tables.set(source, rows)
    return rows
  }
}

const inWhere: ClauseOptions = { seesWindow: false, readsAggregates: true }

/** A part that fails is passed over. */
function partitionText(part: Evaluate, row: RuleRow): string {
  try {
    return toGoText(part(row))
  } catch {
    return ''
  }
}
