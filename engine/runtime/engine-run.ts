import type { Cancel } from '../base/clock.ts'
import { readOption } from '../plan/plan-options.ts'
import type { NodeMonitor } from './node-monitor.ts'
import type { PreparedRun } from './prepare-run.ts'
import { GraphRun } from './rules/graph-run.ts'
import { RuleRun } from './rules/rule-run.ts'
import type { RunnableRule } from './rules/runnable-rule.ts'
import type {
  EngineEnvironment,
  EngineRun,
  NodeEvent,
  NodeId,
  NodeStatus,
  RuleDefinition,
  TraceStep,
} from './run.ts'
import { ActionRun } from './sinks/action-run.ts'
import { RuleHold } from './sinks/rule-hold.ts'
import { createMemoryStore, type SinkStore } from './sinks/sink-store.ts'
import { assignStreams } from './streams/assign-streams.ts'
import { LookupTable } from './streams/lookup-table.ts'
import { StreamRun, type StreamOptions } from './streams/stream-run.ts'
import { createTopicBus } from './topic-bus.ts'

/** Everything of a run that has started. */
export class RunningEngine implements EngineRun {
  private readonly aborts: AbortController[] = []
  private readonly streams: StreamRun[] = []
  private readonly streamsOfRules = new Map<RunnableRule, Map<string, StreamRun>>()
  private readonly tables = new Map<string, LookupTable>()
  private readonly rules: RunnableRule[] = []
  private readonly actions: ActionRun[] = []
  private readonly monitors = new Map<NodeId, NodeMonitor>()
  private readonly endListeners = new Set<() => void>()
  private isEndReported = false
  private stopping: Promise<void> | undefined

  constructor(
    prepared: PreparedRun,
    environment: EngineEnvironment,
    store: SinkStore = createMemoryStore(),
  ) {
    const topics = createTopicBus((error) => {
      const at = environment.clock.now()
      environment.log({ at, level: 'error', node: 'topics', message: String(error) })
    })
    const idle = (): void => {
      this.reportEnd()
    }
    for (const rule of prepared.rules) {
      const { id, options } = rule.definition
      const hold = new RuleHold({ ruleId: id, bufferLength: bufferLengthOf(options) })
      const actions = rule.actions.map(
        (action) =>
          new ActionRun({
            ruleId: id,
            action,
            sendsErrors: readOption(options, 'sendError') === true,
            keepsAll: readOption(options, 'disableBufferFullDiscard') === true,
            hold,
            store,
            environment,
            topics,
            signal: this.createSignal(),
            idle,
          }),
      )
      const shared = { environment, actions, hold: hold.isPossible ? hold : undefined }
      const run =
        rule.kind === 'select'
          ? new RuleRun({ ...rule, ...shared })
          : new GraphRun({ ...rule, ...shared })
      this.rules.push(run)
      this.actions.push(...actions)
    }
    this.createStreams(prepared, { environment, topics, ended: idle })
    for (const [name, definition] of prepared.tables) {
      this.tables.set(name, new LookupTable(definition, topics))
    }
    this.registerMonitors()
  }

  private createStreams(
    prepared: PreparedRun,
    shared: Omit<StreamOptions, 'prepared' | 'ruleId' | 'shownBy' | 'signal'>,
  ): void {
    const shown = new Map<string, NodeMonitor>()
    for (const assignment of assignStreams(this.rules, prepared.sources)) {
      const { source, ruleId, readers, subscribers } = assignment
      const shownBy = shown.get(source.key)
      const base = { ...shared, prepared: source, ruleId, signal: this.createSignal() }
      const options = { ...base, ...(shownBy === undefined ? {} : { shownBy }) }
      const stream = new StreamRun(options, subscribers)
      if (shownBy === undefined) shown.set(source.key, stream.monitor)
      this.streams.push(stream)
      for (const rule of readers) {
        const ofRule = this.streamsOfRules.get(rule) ?? new Map<string, StreamRun>()
        this.streamsOfRules.set(rule, ofRule.set(source.key, stream))
      }
    }
  }

  /** One for each component: hosts warn of a leak where many listen to the same one. */
  private createSignal(): AbortSignal {
    const abort = new AbortController()
    this.aborts.push(abort)
    return abort.signal
  }

  private registerMonitors(): void {
    for (const { monitor } of [...this.streams, ...this.rules, ...this.actions]) {
      // A second source of a stream is shown by the first one.
      if (!this.monitors.has(monitor.node)) this.monitors.set(monitor.node, monitor)
    }
  }

  /** Sinks first, so that nothing is lost of what the first rows give. */
  start(): void {
    for (const action of this.actions) action.start()
    for (const rule of this.rules) {
      rule.start(this.streamsOfRules.get(rule) ?? new Map<string, StreamRun>(), this.tables)
    }
    for (const stream of this.streams) stream.start()
  }

  status(): readonly NodeStatus[] {
    return [...this.monitors.values()].map((monitor) => monitor.status())
  }

  observe(node: NodeId, receive: (event: NodeEvent) => void): Cancel {
    return this.monitors.get(node)?.observe(receive) ?? (() => undefined)
  }

  trace(node: NodeId, receive: (step: TraceStep) => void): Cancel {
    const action = this.actions.find(({ monitor }) => monitor.node === node)
    return action?.trace(receive) ?? (() => undefined)
  }

  onEnd(listener: () => void): Cancel {
    this.endListeners.add(listener)
    if (this.isEndReported) listener()
    else this.reportEnd()
    return () => {
      this.endListeners.delete(listener)
    }
  }

  private reportEnd(): void {
    if (this.isEndReported || this.endListeners.size === 0 || this.streams.length === 0) return
    const isDone =
      this.streams.every((stream) => stream.hasEnded) &&
      this.actions.every((action) => action.isIdle)
    if (!isDone) return
    this.isEndReported = true
    for (const listener of [...this.endListeners]) listener()
  }

  stop(): Promise<void> {
    this.stopping ??= this.close()
    return this.stopping
  }

  private async close(): Promise<void> {
    for (const abort of this.aborts) abort.abort()
    const streams = this.streams.map((stream) => stream.stop())
    for (const rule of this.rules) rule.stop()
    for (const table of this.tables.values()) table.stop()
    // Side by side: one that takes its time to close must not add to the time of the others.
    await Promise.all([...streams, ...[...this.actions].reverse().map((action) => action.stop())])
  }
}

/** eKuiper's length where the rule gives none. */
function bufferLengthOf(options: RuleDefinition['options']): number {
  const given = readOption(options, 'bufferLength')
  return typeof given === 'number' && given >= 1 ? Math.trunc(given) : 1024
}
