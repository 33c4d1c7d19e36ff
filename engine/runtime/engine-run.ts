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
  TraceStep,
} from './run.ts'
import { ActionRun } from './sinks/action-run.ts'
import { createMemoryStore, type SinkStore } from './sinks/sink-store.ts'
import { LookupTable } from './streams/lookup-table.ts'
import { StreamRun, type StreamSubscriber } from './streams/stream-run.ts'
import { createTopicBus } from './topic-bus.ts'

/** Everything of a run that has started. */
export class RunningEngine implements EngineRun {
  private readonly abort = new AbortController()
  private readonly streams = new Map<string, StreamRun>()
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
    const { signal } = this.abort
    const idle = (): void => {
      this.reportEnd()
    }
    const subscribers = new Map<string, StreamSubscriber[]>()
    for (const rule of prepared.rules) {
      const actions = rule.actions.map(
        (action) =>
          new ActionRun({
            ruleId: rule.definition.id,
            action,
            sendsErrors: readOption(rule.definition.options, 'sendError') === true,
            keepsAll: readOption(rule.definition.options, 'disableBufferFullDiscard') === true,
            store,
            environment,
            topics,
            signal,
            idle,
          }),
      )
      const run =
        rule.kind === 'select'
          ? new RuleRun({ ...rule, environment, actions })
          : new GraphRun({ ...rule, environment, actions })
      this.rules.push(run)
      this.actions.push(...actions)
      for (const { stream, subscriber } of run.subscriptions()) {
        const list = subscribers.get(stream) ?? []
        list.push(subscriber)
        subscribers.set(stream, list)
      }
    }
    for (const [name, list] of subscribers) {
      const source = prepared.sources.get(name)
      if (source === undefined) continue
      const options = { prepared: source, environment, topics, signal, ended: idle }
      this.streams.set(name, new StreamRun(options, list))
    }
    for (const [name, definition] of prepared.tables) {
      this.tables.set(name, new LookupTable(definition, topics))
    }
    this.registerMonitors()
  }

  private registerMonitors(): void {
    for (const { monitor } of [...this.streams.values(), ...this.rules, ...this.actions]) {
      this.monitors.set(monitor.node, monitor)
    }
  }

  /** Sinks first, so that nothing is lost of what the first rows give. */
  start(): void {
    for (const action of this.actions) action.start()
    for (const rule of this.rules) rule.start(this.streams, this.tables)
    for (const stream of this.streams.values()) stream.start()
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
    if (this.isEndReported || this.endListeners.size === 0 || this.streams.size === 0) return
    const isDone =
      [...this.streams.values()].every((stream) => stream.hasEnded) &&
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
    this.abort.abort()
    const streams = [...this.streams.values()].map((stream) => stream.stop())
    for (const rule of this.rules) rule.stop()
    for (const table of this.tables.values()) table.stop()
    await Promise.all(streams)
    for (const action of [...this.actions].reverse()) await action.stop()
  }
}
