import { canonicalSource } from '../../plan/logical/bound-queries.ts'
import type { SelectPlan } from '../../plan/plan-select.ts'
import type { PhysicalSource } from '../../plan/physical/physical-plan.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { buildPipeline, type RulePipeline } from '../build-rule.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import type { LookupRows } from '../operators/lookup-operator.ts'
import type { Row } from '../row.ts'
import { layoutRule, type RuleLayout } from '../rule-layout.ts'
import { RuleRow } from '../rule-row.ts'
import { createView, type ViewRows } from '../row-view.ts'
import type { EngineEnvironment, RuleDefinition } from '../run.ts'
import type { RuleHold } from '../sinks/rule-hold.ts'
import type { ResultReceiver } from './result-receiver.ts'
import type { LookupTable } from '../streams/lookup-table.ts'
import type { StreamNeeds } from '../streams/stream-decoder.ts'
import type { StreamRun } from '../streams/stream-run.ts'
import type { StreamSubscriber } from '../streams/stream-subscriber.ts'
import { keepsRows, RuleShell } from './rule-shell.ts'
import type { RunnableRule } from './runnable-rule.ts'
import { createTimedView } from './timed-view.ts'

export interface RuleOptions {
  readonly definition: RuleDefinition
  readonly plan: SelectPlan
  readonly environment: EngineEnvironment
  readonly actions: readonly ResultReceiver[]
  /** Where an action of it may hold it up. */
  readonly hold?: RuleHold | undefined
}

/** A running SQL rule. */
export class RuleRun implements RunnableRule {
  readonly id: string
  readonly monitor: NodeMonitor
  private readonly options: RuleOptions
  private readonly shell: RuleShell
  private readonly views = new Map<number, ViewRows>()
  private pipeline: RulePipeline | undefined
  private layout: RuleLayout | undefined

  constructor(options: RuleOptions) {
    this.options = options
    this.id = options.definition.id
    this.shell = new RuleShell({
      definition: options.definition,
      environment: options.environment,
      actions: options.actions,
      sendsMeta: options.plan.options.sendsMeta,
      keepsRows: keepsRows(options.plan.rule.plan.operators),
      recordOf: (row) => this.recordOf(row),
    })
    this.monitor = this.shell.monitor
  }

  /** One subscription for every place in FROM and JOIN. */
  subscriptions(): readonly { readonly stream: string; readonly subscriber: StreamSubscriber }[] {
    const { plan } = this.options
    return plan.rule.plan.sources
      .filter(({ role }) => role !== 'lookup-table')
      .map((source) => ({
        stream: source.name,
        subscriber: {
          needs: needsOf(source),
          rows: (batch) => {
            this.receive(source.source, batch)
          },
          failed: (message) => {
            this.shell.fail(message)
          },
          ended: () => {
            this.shell.sourceEnded(this.options.actions)
          },
          hold: this.options.hold,
        },
      }))
  }

  start(streams: ReadonlyMap<string, StreamRun>, tables: ReadonlyMap<string, LookupTable>): void {
    const { plan, environment, actions, hold } = this.options
    const { rule } = plan
    const [only] = rule.plan.sources
    const single =
      rule.plan.sources.length === 1 && only !== undefined ? streams.get(only.name) : undefined
    const layout = layoutRule(rule, single?.layout.slots, single?.layout.slotCount ?? 0)
    this.layout = layout
    for (const source of rule.plan.sources) this.createSourceView(source, layout, streams)
    this.pipeline = buildPipeline({
      planned: rule,
      layout,
      clock: hold?.holdTimers(environment.clock) ?? environment.clock,
      frame: this.shell.frame,
      context: this.shell.createContext(),
      output: this.shell.createOutput(actions),
      lookup: (source) => this.lookup(source, layout, tables),
      guard: (run) => {
        this.shell.guard(run)
      },
      dropLate: (row) => {
        this.shell.dropLate(row)
      },
    })
    this.monitor.setState('running')
  }

  private createSourceView(
    source: PhysicalSource,
    layout: RuleLayout,
    streams: ReadonlyMap<string, StreamRun>,
  ): void {
    const stream = streams.get(source.name)
    const { plan } = this.options
    const definition = plan.rule.bound.sources[source.source]?.definition
    if (stream === undefined || definition === undefined) return
    const isWider = source.needsFields && stream.isWiderThan(needsOf(source))
    const view = createView({
      layout,
      source: canonicalSource(plan.rule.bound, source.source),
      streamSlots: stream.layout.slots,
      isJoined: plan.rule.plan.sources.length > 1,
      star: isWider ? source.needed.columns : undefined,
    })
    this.views.set(
      source.source,
      plan.options.isEventTime ? createTimedView(definition, stream, this.shell, view) : view,
    )
  }

  private receive(source: number, batch: readonly RuleRow[]): void {
    const view = this.views.get(source)
    const { pipeline } = this
    if (view === undefined || pipeline === undefined) return
    this.shell.guard(() => {
      const rows = view(batch)
      if (rows.length === 0) return
      this.shell.receive(rows)
      pipeline.push(source, rows)
    })
  }

  private lookup(
    source: number,
    layout: RuleLayout,
    tables: ReadonlyMap<string, LookupTable>,
  ): LookupRows {
    const table = tables.get(this.options.plan.rule.bound.sources[source]?.name ?? '')
    const slots = [...(layout.columns[source] ?? [])]
    const { clock } = this.options.environment
    const toRow = (record: RecordValue): RuleRow => {
      const values = new Array<RuleRow['slots'][number]>(layout.slotCount).fill(undefined)
      for (const [column, slot] of slots) values[slot] = record[column]
      return new RuleRow(values, record, clock.now(), undefined, source)
    }
    return { find: (columns, values) => (table?.find(columns, values) ?? []).map(toRow) }
  }

  private recordOf(row: Row): RecordValue {
    if (row.fields !== undefined) return row.fields
    const record = createRecord()
    for (const columns of this.layout?.columns ?? []) {
      for (const [name, slot] of columns) {
        const value = row.slots[slot]
        if (value !== undefined) record[name] = value
      }
    }
    return record
  }

  stop(): void {
    this.pipeline?.close()
    this.monitor.setState('stopped')
  }
}

function needsOf(source: PhysicalSource): StreamNeeds {
  return { needed: source.needed, columns: source.columns, needsFields: source.needsFields }
}
