import type { Cancel } from '../base/clock.ts'
import type { RecordValue } from '../types/value.ts'
import type { DropCause, DropCounts, DropReason } from './drop-cause.ts'
import type {
  EngineEnvironment,
  NodeError,
  NodeEvent,
  NodeId,
  NodeState,
  NodeStatus,
  RowWay,
} from './run.ts'

/** The state, counters and observers of one node of a run. */
export class NodeMonitor {
  readonly node: NodeId
  rowsIn = 0
  rowsOut = 0
  /** Rows that the conditions of a rule kept out. */
  filtered = 0
  /** What does not work while the node runs. */
  trouble: string | undefined
  /** Made with the first drop. */
  private droppedBy: Map<DropCause, number> | undefined
  private errors = 0
  private state: NodeState = 'starting'
  private message: string | undefined
  private retryAt: number | undefined
  private lastError: NodeError | undefined
  private readonly observers = new Set<(event: NodeEvent) => void>()
  private readonly environment: EngineEnvironment

  private readonly shownBy: NodeMonitor | undefined

  /** `shownBy`: another monitor of the node, which counts and shows what this one drops and fails. */
  constructor(node: NodeId, environment: EngineEnvironment, shownBy?: NodeMonitor) {
    this.node = node
    this.environment = environment
    this.shownBy = shownBy
  }

  /** Whether events are worth making. */
  get isObserved(): boolean {
    return this.observers.size > 0
  }

  setState(state: NodeState, message?: string, retryAt?: number): void {
    this.state = state
    this.message = message
    this.retryAt = retryAt
  }

  get currentState(): NodeState {
    return this.state
  }

  observe(receive: (event: NodeEvent) => void): Cancel {
    this.observers.add(receive)
    return () => {
      this.observers.delete(receive)
    }
  }

  emit(event: NodeEvent): void {
    for (const receive of [...this.observers]) {
      try {
        receive(event)
      } catch (error) {
        this.log('error', `an observer failed: ${String(error)}`)
      }
    }
  }

  row(kind: 'in' | 'out', row: RecordValue, metadata: RecordValue | undefined): void {
    const at = this.environment.clock.now()
    this.emit(metadata === undefined ? { kind, at, row } : { kind, at, row, metadata })
  }

  drop(reason: DropReason, row?: RecordValue, way?: RowWay): void {
    const { cause, text } = reason
    this.droppedBy ??= new Map()
    this.droppedBy.set(cause, (this.droppedBy.get(cause) ?? 0) + 1)
    this.shownBy?.drop(reason, row)
    if (!this.isObserved) return
    const at = this.environment.clock.now()
    const base = { kind: 'dropped', at, cause, reason: text } as const
    const event = row === undefined ? base : { ...base, row }
    this.emit(way === undefined ? event : { ...event, way })
  }

  fail(
    message: string,
    cause: Pick<NodeError, 'row' | 'payload' | 'metadata'> = {},
    way?: RowWay,
  ): void {
    this.errors += 1
    this.shownBy?.fail(message, cause)
    const error: NodeError = { at: this.environment.clock.now(), message, ...cause }
    this.lastError = error
    if (!this.isObserved) return
    this.emit({ kind: 'error', ...error, ...(way === undefined ? {} : { way }) })
  }

  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void {
    const at = this.environment.clock.now()
    this.environment.log({ at, level, node: this.node, message })
  }

  status(): NodeStatus {
    const { node, state, rowsIn, rowsOut, filtered, errors } = this
    return {
      node,
      state,
      ...(this.message === undefined ? {} : { message: this.message }),
      ...(this.retryAt === undefined ? {} : { retryAt: this.retryAt }),
      ...(this.trouble === undefined ? {} : { trouble: this.trouble }),
      rowsIn,
      rowsOut,
      ...(filtered === 0 ? {} : { filtered }),
      ...this.drops(),
      errors,
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    }
  }

  /** The total is made of the counts, so that they never differ. */
  private drops(): Pick<NodeStatus, 'dropped' | 'droppedBy'> {
    if (this.droppedBy === undefined) return { dropped: 0 }
    const droppedBy: DropCounts = Object.fromEntries(this.droppedBy)
    const dropped = [...this.droppedBy.values()].reduce((sum, count) => sum + count, 0)
    return { dropped, droppedBy }
  }
}
