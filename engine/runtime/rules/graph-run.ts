import type { PlannedGraph } from '../../plan/graph/plan-graph.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { buildGraph, type GraphPipeline } from '../graph/build-graph.ts'
import type { NodeMonitor } from '../node-monitor.ts'
import type { LookupRows } from '../operators/lookup-operator.ts'
import { RuleRow } from '../rule-row.ts'
import type { ViewRows } from '../row-view.ts'
import type { EngineEnvironment, RuleDefinition } from '../run.ts'
import type { ActionRun } from '../sinks/action-run.ts'
import type { RuleHold } from '../sinks/rule-hold.ts'
import type { LookupTable } from '../streams/lookup-table.ts'
import type { StreamRun } from '../streams/stream-run.ts'
import type { StreamSubscriber } from '../streams/stream-subscriber.ts'
import { keepsRows, RuleShell } from './rule-shell.ts'
import type { RunnableRule } from './runnable-rule.ts'
import { createTimedView } from './timed-view.ts'

export interface GraphRunOptions {
  readonly definition: RuleDefinition
  readonly plan: PlannedGraph
  /** The key of every source node's stream or table, by its place. */
  readonly sourceKeys: readonly string[]
  readonly environment: EngineEnvironment
  readonly actions: readonly ActionRun[]
  /** Where an action of it may hold it up. */
  readonly hold?: RuleHold | undefined
}

/** A running graph rule. */
export class GraphRun implements RunnableRule {
  readonly id: string
  readonly monitor: NodeMonitor
  private readonly options: GraphRunOptions
  private readonly shell: RuleShell
  private readonly views = new Map<number, ViewRows>()
  private pipeline: GraphPipeline | undefined

  constructor(options: GraphRunOptions) {
    this.options = options
    this.id = options.definition.id
    this.shell = new RuleShell({
      definition: options.definition,
      environment: options.environment,
      actions: options.actions,
      // Only the projection of a statement adds metadata, and a graph has none.
      sendsMeta: false,
      keepsRows: keepsRows(options.plan.plan.nodes),
      recordOf: (row) => row.fields ?? createRecord(),
    })
    this.monitor = this.shell.monitor
  }

  subscriptions(): readonly { readonly stream: string; readonly subscriber: StreamSubscriber }[] {
    const { plan, sourceKeys } = this.options
    return plan.plan.nodes.flatMap((node) => {
      if (node.kind !== 'source' || node.isLookup) return []
      const timestamp = plan.bound.sources[node.source]?.definition.timestampColumn
      const isTimed = plan.options.isEventTime && timestamp !== undefined
      // A reference to a stream asks for no column, so that only nulls and the row's time arrive.
      const columns = node.isReference ? (isTimed ? [timestamp] : []) : 'all'
      return [
        {
          stream: sourceKeys[node.source] ?? '',
          subscriber: {
            needs: { needed: { columns }, columns: [], needsFields: true },
            rows: (batch: readonly RuleRow[]) => {
              this.receive(node.source, batch)
            },
            failed: (message: string) => {
              this.shell.fail(message)
            },
            ended: () => {
              this.shell.sourceEnded(this.actionsBehind(node.name))
            },
            hold: this.options.hold,
          },
        },
      ]
    })
  }

  /** The actions that get rows of a node. */
  private actionsBehind(source: string): readonly ActionRun[] {
    const { plan, actions } = this.options
    const reached = new Set([source])
    for (const { name, inputs } of plan.plan.nodes) {
      if (inputs.some(({ node }) => reached.has(node))) reached.add(name)
    }
    return plan.plan.nodes.flatMap((node) => {
      const action =
        node.kind === 'sink' && reached.has(node.name) ? actions[node.action] : undefined
      return action === undefined ? [] : [action]
    })
  }

  start(streams: ReadonlyMap<string, StreamRun>, tables: ReadonlyMap<string, LookupTable>): void {
    const { plan, environment, actions, sourceKeys, hold } = this.options
    const pipeline = buildGraph({
      planned: plan,
      clock: hold?.holdTimers(environment.clock) ?? environment.clock,
      frame: this.shell.frame,
      context: this.shell.createContext(),
      output: (action) => {
        const sink = actions[action]
        return this.shell.createOutput(sink === undefined ? [] : [sink])
      },
      lookup: (source) => this.lookup(source, tables),
      guard: (run) => {
        this.shell.guard(run)
      },
      dropLate: (row) => {
        this.shell.dropLate(row)
      },
      countError: (message, row) => {
        this.shell.countError(message, row)
      },
    })
    this.pipeline = pipeline
    sourceKeys.forEach((key, source) => {
      const stream = streams.get(key)
      const definition = plan.bound.sources[source]?.definition
      if (stream === undefined || definition === undefined) return
      const view = createRecordView(source, pipeline.layout.slotCount)
      this.views.set(
        source,
        plan.options.isEventTime ? createTimedView(definition, stream, this.shell, view) : view,
      )
    })
    this.monitor.setState('running')
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

  private lookup(source: number, tables: ReadonlyMap<string, LookupTable>): LookupRows {
    const table = tables.get(this.options.sourceKeys[source] ?? '')
    const { clock } = this.options.environment
    const toRow = (record: RecordValue): RuleRow =>
      new RuleRow([], record, clock.now(), undefined, source)
    return { find: (columns, values) => (table?.find(columns, values) ?? []).map(toRow) }
  }

  stop(): void {
    this.pipeline?.close()
    this.monitor.setState('stopped')
  }
}

function createRecordView(source: number, slotCount: number): ViewRows {
  return (batch) =>
    batch.map((row) => {
      const slots = new Array<RuleRow['slots'][number]>(slotCount).fill(undefined)
      return new RuleRow(slots, row.fields ?? createRecord(), row.timestamp, row.metadata, source)
    })
}
