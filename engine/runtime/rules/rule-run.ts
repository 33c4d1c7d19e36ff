import type { FunctionContext } from '../../functions/definition.ts'
import { canonicalSource } from '../../plan/logical/bound-queries.ts'
import type { SelectPlan } from '../../plan/plan-select.ts'
import type { PhysicalSource } from '../../plan/physical/physical-plan.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { buildPipeline, type RulePipeline } from '../build-rule.ts'
import { NodeMonitor } from '../node-monitor.ts'
import type { LookupRows } from '../operators/lookup-operator.ts'
import { createHitState, reasonOf, type RuleFrame } from '../operators/rule-frame.ts'
import type { RuleOutput } from '../operators/operator.ts'
import type { ResultRow, Row } from '../row.ts'
import { layoutRule, type RuleLayout } from '../rule-layout.ts'
import { RuleRow } from '../rule-row.ts'
import { createView, type ViewRows } from '../row-view.ts'
import type { EngineEnvironment, RuleDefinition } from '../run.ts'
import type { ActionRun } from '../sinks/action-run.ts'
import { createEventTime } from '../streams/event-time.ts'
import type { LookupTable } from '../streams/lookup-table.ts'
import type { StreamNeeds } from '../streams/stream-decoder.ts'
import type { StreamRun, StreamSubscriber } from '../streams/stream-run.ts'

export interface RuleOptions {
  readonly definition: RuleDefinition
  readonly plan: SelectPlan
  readonly environment: EngineEnvironment
  readonly actions: readonly ActionRun[]
}

/** A running SQL rule. A fault inside it stops at its border and never reaches another rule. */
export class RuleRun {
  readonly monitor: NodeMonitor
  private readonly options: RuleOptions
  private readonly frame: RuleFrame
  private pipeline: RulePipeline | undefined
  private layout: RuleLayout | undefined

  constructor(options: RuleOptions) {
    const { definition, environment } = options
    this.options = options
    this.monitor = new NodeMonitor(`rule/${definition.id}`, environment)
    this.frame = {
      window: undefined,
      hits: createHitState(),
      aggregateHits: createHitState(),
      now: () => environment.clock.now(),
      fail: (message, row) => {
        this.fail(message, row)
      },
    }
  }

  /** How it reads its streams: one subscription for every place in FROM and JOIN. */
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
            this.fail(message)
          },
        },
      }))
  }

  private readonly views = new Map<number, ViewRows>()

  /** Builds its operators, once the streams' layouts are known. */
  start(streams: ReadonlyMap<string, StreamRun>, tables: ReadonlyMap<string, LookupTable>): void {
    const { plan, environment, definition } = this.options
    const { rule } = plan
    const [only] = rule.plan.sources
    const single =
      rule.plan.sources.length === 1 && only !== undefined ? streams.get(only.name) : undefined
    const layout = layoutRule(rule, single?.layout.slots, single?.layout.slotCount ?? 0)
    this.layout = layout
    const { clock } = environment
    const context: FunctionContext = {
      ruleId: definition.id,
      ruleStart: clock.now(),
      now: () => clock.now(),
      random: () => environment.random(),
      newId: () => environment.newId(),
    }
    for (const source of rule.plan.sources) this.createSourceView(source, layout, streams)
    this.pipeline = buildPipeline({
      planned: rule,
      layout,
      clock,
      frame: this.frame,
      context,
      output: this.createOutput(),
      lookup: (source) => this.lookup(source, layout, tables),
      guard: (run) => {
        this.guard(run)
      },
      dropLate: (row) => {
        this.monitor.drop('it came too late: the watermark has passed its time', this.recordOf(row))
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
    if (stream === undefined) return
    const { plan } = this.options
    const canonical = canonicalSource(plan.rule.bound, source.source)
    const view = createView({
      layout,
      source: canonical,
      streamSlots: stream.layout.slots,
      isJoined: plan.rule.plan.sources.length > 1,
      star:
        source.needsFields && stream.isWiderThan(needsOf(source))
          ? source.needed.columns
          : undefined,
    })
    this.views.set(source.source, this.withEventTime(source, stream, view))
  }

  /** In event time a row has its own time; one without is an error. */
  private withEventTime(source: PhysicalSource, stream: StreamRun, view: ViewRows): ViewRows {
    const { plan } = this.options
    const definition = plan.rule.bound.sources[source.source]?.definition
    if (!plan.options.isEventTime || definition === undefined) return view
    const read = createEventTime(definition)
    const slot = stream.layout.slots.get(definition.timestampColumn ?? '') ?? -1
    return (batch) => {
      const timed: RuleRow[] = []
      for (const row of batch) {
        try {
          const timestamp = read(row.slots[slot], () => stream.recordOf(row))
          timed.push(new RuleRow(row.slots, row.fields, timestamp, row.metadata, row.source))
        } catch (error) {
          this.fail(reasonOf(error), row)
        }
      }
      return view(timed)
    }
  }

  private receive(source: number, batch: readonly RuleRow[]): void {
    const view = this.views.get(source)
    const { pipeline } = this
    if (view === undefined || pipeline === undefined) return
    this.guard(() => {
      const rows = view(batch)
      this.monitor.rowsIn += rows.length
      if (this.monitor.isObserved) {
        for (const row of rows) this.monitor.row('in', this.recordOf(row), row.metadata)
      }
      if (rows.length > 0) pipeline.push(source, rows)
    })
  }

  private lookup(
    source: number,
    layout: RuleLayout,
    tables: ReadonlyMap<string, LookupTable>,
  ): LookupRows {
    const name = this.options.plan.rule.bound.sources[source]?.name ?? ''
    const table = tables.get(name)
    const slots = [...(layout.columns[source] ?? [])]
    return {
      find: (columns, values) =>
        (table?.find(columns, values) ?? []).map((record) => {
          const row = new RuleRow(
            new Array<RuleRow['slots'][number]>(layout.slotCount).fill(undefined),
            record,
            this.frame.now(),
            undefined,
            source,
          )
          for (const [column, slot] of slots) row.slots[slot] = record[column]
          return row
        }),
    }
  }

  private createOutput(): RuleOutput {
    const { actions, plan } = this.options
    const { sendsMeta } = plan.options
    return {
      rows: (results, sources) => {
        this.monitor.rowsOut += results.length
        results.forEach((result, i) => {
          const source = sources[i]
          if (sendsMeta && source?.metadata !== undefined) result['__meta'] = source.metadata
          this.show(result, source)
          const rows = [result]
          for (const action of actions) action.send(rows)
        })
      },
      collection: (results) => {
        this.monitor.rowsOut += results.length
        for (const result of results) this.show(result, undefined)
        for (const action of actions) action.sendCollection(results)
      },
    }
  }

  private show(result: ResultRow, source: Row | undefined): void {
    if (this.monitor.isObserved) this.monitor.row('out', result, source?.metadata)
  }

  private fail(message: string, row?: Row): void {
    const record = row === undefined ? undefined : this.recordOf(row)
    this.monitor.fail(message, record === undefined ? {} : { row: record })
    for (const action of this.options.actions) action.sendError(message)
  }

  /** A fault of ours, not of a row: the rule is marked and goes on with the next row. */
  private guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      const reason = `unexpected fault: ${reasonOf(error)}`
      this.monitor.log('error', error instanceof Error ? (error.stack ?? reason) : reason)
      this.fail(reason)
    }
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
