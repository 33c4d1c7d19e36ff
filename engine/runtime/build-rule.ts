import { assertNever } from '../base/assert.ts'
import type { Clock } from '../base/clock.ts'
import type { Evaluate } from '../expression/scope.ts'
import type { FunctionContext } from '../functions/definition.ts'
import type { PlannedRule } from '../plan/physical/build-physical-plan.ts'
import type { PhysicalOperator, PlanExpression } from '../plan/physical/physical-plan.ts'
import { createRecord } from '../types/value.ts'
import { toGoText } from '../types/go-text.ts'
import { buildProjection } from './build-projection.ts'
import { AnalyticOperator } from './operators/analytic-operator.ts'
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
import { isCall, type RuleLayout } from './rule-layout.ts'
import { RuleCompiler, type ClauseOptions } from './rule-scope.ts'
import type { RuleRow } from './rule-row.ts'
import { RuleWindowHost } from './rule-windows.ts'
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

type Operator = RowOperator & CollectionOperator

const anywhere: ClauseOptions = { seesWindow: false }

/** Builds operators from the result down to the rows, each knowing the one after it. */
export function buildPipeline(options: PipelineOptions): RulePipeline {
  return new PipelineBuilder(options).build()
}

class PipelineBuilder {
  private readonly options: PipelineOptions
  private readonly compiler: RuleCompiler
  private readonly layout: GroupLayout
  private readonly windows: WindowOperator[] = []
  private readonly tables = new Map<number, TableRows>()

  constructor(options: PipelineOptions) {
    this.options = options
    const { planned, layout, frame, context } = options
    this.layout = { slotCount: layout.slotCount, ownFrom: layout.ownFrom }
    const window = planned.plan.operators.find((operator) => operator.kind === 'window')
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
      isIncremental: window?.content === 'incremental',
    })
    this.compiler.stateSlots = (window?.aggregates ?? []).map(
      ({ id }) => layout.aggregates.get(this.expression(id)) ?? -1,
    )
  }

  build(): RulePipeline {
    const { planned } = this.options
    const { operators } = planned.plan
    let next: Operator = new NoOperator()
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
      } else next = this.create(operator, next, operators.slice(0, i))
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
      return new FilterOperator(this.compile(source.filter, inWhere), frame, first)
    })
    return {
      push: (source, rows) => entries[source]?.rows(rows),
      close: () => {
        for (const window of this.windows) window.close()
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

  private create(
    operator: Exclude<PhysicalOperator, { kind: 'watermark' }>,
    next: Operator,
    before: readonly PhysicalOperator[],
  ): Operator {
    const { frame, planned } = this.options
    switch (operator.kind) {
      case 'analytic':
        return fromOperator(new AnalyticOperator(this.analyticCalls(operator.calls), frame, next))
      case 'filter': {
        const condition = this.compile(operator.condition, inWhere)
        return {
          rows: bind(new FilterOperator(condition, frame, next)),
          collection: bindCollection(new CollectionFilterOperator(condition, frame, next)),
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
        return fromCollections(new JoinOperator(this.joinSteps(operator.steps), frame, next))
      case 'lookup':
        return this.createLookup(operator, next)
      case 'where-aggregate':
        return new WhereAggregateOperator(this.aggregates(operator.calls), next)
      case 'group': {
        const dimensions = this.compileAll(operator.dimensions, anywhere)
        return fromCollections(new GroupOperator(dimensions, this.layout, frame, next))
      }
      case 'having':
        return this.createHaving(operator.condition, next)
      case 'row-number': {
        const slots = operator.calls.map(
          ({ id }) => this.options.layout.rowNumbers.get(this.expression(id)) ?? -1,
        )
        return new RowNumberOperator(slots, next)
      }
      case 'order': {
        const keys = operator.keys.map(({ expression, isDescending }) => ({
          evaluate: this.compile(expression, anywhere),
          isDescending,
        }))
        const order = new OrderOperator(keys, frame, next)
        return { rows: bind(next), collection: bindCollection(order) }
      }
      case 'project':
        return this.createProject(operator, before)
      case 'explode':
        // It stands behind the projection, which was given it as its output.
        return next
      default:
        void planned
        return assertNever(operator)
    }
  }

  private createWindow(
    plan: Extract<PhysicalOperator, { kind: 'window' }>,
    next: CollectionOperator,
  ): Operator {
    const { clock, frame, context, guard } = this.options
    const host = new RuleWindowHost({ clock, ruleStart: context.ruleStart, frame, next, guard })
    const partition = this.compileAll(plan.partitionBy, anywhere)
    const window = createWindow(plan, host, {
      when: plan.when === undefined ? undefined : this.createTrigger(plan.when),
      conditions: plan.conditions.map((condition) => this.createTrigger(condition)),
      partition: (row) => partition.map((part) => partitionText(part, row)).join(','),
      aggregation:
        plan.content === 'rows'
          ? undefined
          : {
              dimensions: this.compileAll(plan.dimensions, anywhere),
              calls: this.aggregates(plan.aggregates),
              layout: this.layout,
            },
    })
    this.windows.push(window)
    const entry: RowOperator = {
      rows: (batch) => {
        for (const row of batch) window.row(row)
      },
    }
    if (plan.filter === undefined) return fromOperator(entry)
    const filter = new FilterOperator(this.compile(plan.filter, inWhere), frame, entry)
    return fromOperator(filter)
  }

  /** A row that triggers a window is a hit for `last_hit_count` and `last_hit_time`. */
  private createTrigger(when: PlanExpression): (row: RuleRow) => unknown {
    const { frame } = this.options
    const condition = this.compile(when, anywhere)
    return (row) => {
      const value = condition(row)
      if (value === true) {
        frame.hits.count += 1
        frame.hits.time = frame.now()
      }
      return value
    }
  }

  private createLookup(
    plan: Extract<PhysicalOperator, { kind: 'lookup' }>,
    next: CollectionOperator,
  ): Operator {
    const { frame, lookup } = this.options
    const step = {
      isLeft: plan.type === 'left',
      table: lookup(plan.source),
      columns: plan.keys.map((key) => key.column),
      keys: plan.keys.map((key) => this.compile(key.value, anywhere)),
      rest: plan.rest === undefined ? undefined : this.compile(plan.rest, anywhere),
    }
    return new LookupOperator(step, frame, next)
  }

  private createHaving(plan: PlanExpression, next: CollectionOperator): Operator {
    const { frame } = this.options
    const condition = this.compile(plan, anywhere)
    return {
      rows: (batch) => {
        for (const row of batch) frame.fail('run Having error: invalid input *xsql.Tuple', row)
      },
      collection: bindCollection(new HavingOperator(condition, this.layout, frame, next)),
    }
  }

  private createProject(
    plan: Extract<PhysicalOperator, { kind: 'project' }>,
    before: readonly PhysicalOperator[],
  ): Operator {
    const { planned, frame, output } = this.options
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
      rawRow: this.createRawRow(before),
      frame,
      output: target,
    })
  }

  /** A row behind the limit: its record, the aliases computed so far, and eKuiper's names for the rest. */
  private createRawRow(
    before: readonly PhysicalOperator[],
  ): (row: RuleRow) => ReturnType<typeof createRecord> {
    const { layout, planned } = this.options
    const extra: (readonly [name: string, slot: number])[] = []
    for (const [field, slot] of layout.aliases) {
      extra.push([planned.bound.fields[field]?.name ?? '', slot])
    }
    ;[...layout.rowNumbers.values()].forEach((slot, i) => {
      extra.push([`wf_row_number_${String(i + 1)}`, slot])
    })
    const window = before.find((operator) => operator.kind === 'window')
    if (window?.content === 'incremental') {
      this.compiler.stateSlots.forEach((slot, i) => {
        extra.push([`inc_agg_col_${String(i + 1)}`, slot])
      })
    }
    return (row) => {
      const record = createRecord()
      for (const [name, value] of Object.entries(row.fields ?? {})) record[name] = value
      for (const [name, slot] of extra) {
        const value = row.slots[slot] ?? null
        if (value !== null) record[name] = value
      }
      return record
    }
  }

  // ---- expressions --------------------------------------------------------------------------------

  private expression(id: number): PlannedRule['expressions'][number] {
    const expression = this.options.planned.expressions[id]
    if (expression === undefined) throw new Error('invariant: the plan numbers its own expressions')
    return expression
  }

  private compile(plan: PlanExpression, clause: ClauseOptions): Evaluate {
    return this.compiler.compile(this.expression(plan.id), clause)
  }

  private compileAll(plans: readonly PlanExpression[], clause: ClauseOptions): readonly Evaluate[] {
    return plans.map((plan) => this.compile(plan, clause))
  }

  private aggregates(
    plans: readonly PlanExpression[],
  ): ReturnType<RuleCompiler['aggregateCall']>[] {
    return plans.map(({ id }) => {
      const call = this.expression(id)
      if (!isCall(call)) throw new Error('invariant: an aggregate is a call')
      return this.compiler.aggregateCall(call)
    })
  }

  private analyticCalls(
    plans: readonly PlanExpression[],
  ): { slot: number; evaluator: ReturnType<RuleCompiler['analyticEvaluator']> }[] {
    return plans.map(({ id }) => {
      const call = this.expression(id)
      if (!isCall(call)) throw new Error('invariant: an analytic function is a call')
      const slot = this.options.layout.analytic.get(call) ?? -1
      return { slot, evaluator: this.compiler.analyticEvaluator(call) }
    })
  }

  private table(source: number): TableRows {
    const definition = this.options.planned.bound.sources[source]?.definition
    const rows = new TableRows(Math.max(1, definition?.retainSize ?? 1))
    this.tables.set(source, rows)
    return rows
  }

  private joinSteps(
    steps: Extract<PhysicalOperator, { kind: 'join' }>['steps'],
  ): ConstructorParameters<typeof JoinOperator>[0] {
    return steps.map((step) => ({
      type: step.type,
      left: step.left,
      right: step.right,
      on: step.on === undefined ? undefined : this.compile(step.on, anywhere),
      equality:
        step.equality === undefined
          ? undefined
          : {
              left: this.compile(step.equality.left, anywhere),
              right: this.compile(step.equality.right, anywhere),
            },
    }))
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

class NoRows implements RowOperator {
  rows(): void {
    // Table rows never trigger anything.
  }
}

class NoOperator implements RowOperator, CollectionOperator {
  rows(): void {
    throw new Error('invariant: a plan ends with a projection')
  }

  collection(): void {
    throw new Error('invariant: a plan ends with a projection')
  }
}

function bind(operator: RowOperator): RowOperator['rows'] {
  return (batch) => {
    operator.rows(batch)
  }
}

function bindCollection(operator: CollectionOperator): CollectionOperator['collection'] {
  return (collection) => {
    operator.collection(collection)
  }
}

function fromRows(rows: RowOperator['rows']): Operator {
  return { rows, collection: noCollection }
}

function fromOperator(operator: RowOperator): Operator {
  return { rows: bind(operator), collection: noCollection }
}

function fromCollections(operator: CollectionOperator): Operator {
  return {
    rows: () => {
      throw new Error('invariant: rows are put together before they are joined or grouped')
    },
    collection: bindCollection(operator),
  }
}

function noCollection(): never {
  throw new Error('invariant: single rows come before windows')
}
