import type { Cancel, Clock } from '../base/clock.ts'
import type { RecordValue } from '../types/value.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { Item, SinkMessage, Transformed } from '../sink-pipeline/index.ts'
import type { DropCause, DropCounts } from './drop-cause.ts'
import type { SinkAnswer } from './sinks/sink-queue.ts'

/** A rule in eKuiper's JSON shape, already checked by `parseRule`. */
export interface RuleDefinition {
  readonly id: string
  readonly name?: string
  readonly sql?: string
  readonly graph?: unknown
  readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
  readonly options: Readonly<Record<string, unknown>>
}

/** Everything that is to run together: eKuiper's ruleset plus the configurations its streams name. */
export interface RunDefinition {
  /** CREATE STREAM / CREATE TABLE statements, in order. */
  readonly streams: readonly string[]
  readonly rules: readonly RuleDefinition[]
  /** Source properties by type, then by CONF_KEY (`default` first), as in eKuiper's `sourceConfig`. */
  readonly sourceConfigurations: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >
  /** The project's schemas: text by file name, such as `telemetry.proto`. None where absent. */
  readonly schemas?: Readonly<Record<string, string>>
}

/** `stream/<name>`, `rule/<id>` or `action/<rule id>/<index>`. */
export type NodeId = string

export type NodeState =
  'starting' | 'connecting' | 'running' | 'disconnected' | 'failed' | 'ended' | 'stopped'

/** A node of a run as its canvas node shows it. Counters only grow during a run. */
export interface NodeStatus {
  readonly node: NodeId
  readonly state: NodeState
  /** Why it is in this state, in words for the user. */
  readonly message?: string
  readonly retryAt?: number
  /** What does not work while it runs, such as its cache, in words for the user. */
  readonly trouble?: string
  /** Of an action: messages, and what could not become one. All are out, dropped, or wait. */
  readonly rowsIn: number
  readonly rowsOut: number
  /** Rows that WHERE or FILTER kept out before any window; absent where there are none. */
  readonly filtered?: number
  readonly dropped: number
  /** The same by cause; absent where none was dropped. */
  readonly droppedBy?: DropCounts
  readonly errors: number
  readonly lastError?: NodeError
}

export interface NodeError {
  readonly at: number
  readonly message: string
  /** The row that caused it, or the payload where it could not be decoded. */
  readonly row?: RecordValue
  readonly payload?: Uint8Array
  /** What came with the payload, such as its topic. */
  readonly metadata?: RecordValue
}

/** What an observer of a node sees. */
export type NodeEvent =
  | {
      readonly kind: 'in' | 'out'
      readonly at: number
      readonly row: RecordValue
      readonly metadata?: RecordValue
      /** Of an action's rows. */
      readonly way?: RowWay
    }
  | {
      readonly kind: 'dropped'
      readonly at: number
      readonly cause: DropCause
      /** In words for the user. */
      readonly reason: string
      readonly row?: RecordValue
      readonly way?: RowWay
    }
  | ({ readonly kind: 'error'; readonly way?: RowWay } & NodeError)

/**
 * The stations of a row in its action, made while its node is observed. Nothing of it is copied: whoever
 * keeps it keeps the row, its result and its message.
 */
export interface RowWay {
  /** What the row was sent as: itself, or all rows of its result. */
  readonly item: Item
  /** What template and fields made of it; absent where that failed. */
  readonly result?: Transformed
  /** What it became, alone or as part of a batch; absent where it became none. */
  readonly message?: MessageWay
}

/** A message and what became of it so far; it goes on to change until the last answer. */
export interface MessageWay {
  /** How many rows it is made of. */
  readonly rows: number
  /** What its sink gets. */
  readonly sent: SinkMessage
  /** The properties that made its bytes; empty for a sink that takes rows. */
  readonly encoding: MessageEncoding
  /** Oldest first; an answer that only says the same again is counted. None: it waits for its sink. */
  readonly answers: readonly WayAnswer[]
}

export interface MessageEncoding {
  readonly format: string
  readonly compression: string
  readonly encryption: string
}

/** What a sink, or what is before it, did with a message. */
export type MessageAnswer =
  | SinkAnswer
  /** It never reached the sink. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** Its cache's memory is full: it is only on disk, and comes back from there as another message. */
  | { readonly kind: 'stored' }

/** How often that happened, and when last. */
export type WayAnswer = MessageAnswer & { readonly at: number; readonly times: number }

/**
 * A step on the way from a rule's result to its sink's answer. Steps of the same message have the same
 * number; several results may become one message (a batch), and `failed` ones none.
 */
export type TraceStep = { readonly at: number; readonly message: number } & (
  | {
      readonly kind: 'transformed'
      /** What the message is made of: the row with `sendSingle`, else all rows of the result. */
      readonly item: Item
      /** What template and fields made of it. */
      readonly result: Transformed
    }
  /** The bytes, or rows, the sink gets, with the action's dynamic properties. */
  | ({ readonly kind: 'encoded' } & SinkMessage)
  | { readonly kind: 'failed'; readonly item?: Item; readonly reason: string }
  | { readonly kind: 'answered'; readonly answer: SinkAnswer }
  /** It never reached the sink. */
  | { readonly kind: 'dropped'; readonly cause: DropCause; readonly reason: string }
  /** It is only on disk, and comes back from there with a number of its own. */
  | { readonly kind: 'stored' }
)

export interface EngineRun {
  /** All nodes, in definition order. Cheap: meant to be read a few times a second. */
  status(): readonly NodeStatus[]
  /** Calls back for every event of the node until cancelled. A node nobody observes pays nothing. */
  observe(node: NodeId, receive: (event: NodeEvent) => void): Cancel
  /** Calls back for every step of every message of an action until cancelled. Free where nobody traces. */
  trace(node: NodeId, receive: (step: TraceStep) => void): Cancel
  /** Called when every source has ended and all rows are written. */
  onEnd(listener: () => void): Cancel
  /** Ends at once: what waits is aborted, sinks are closed in reverse order. Resolves when all is closed. */
  stop(): Promise<void>
}

/** Why a run could not start. `place` is such as `rule/overheating/sql` or `stream/demo`. */
export interface RunProblem {
  readonly place: string
  readonly diagnostic: Diagnostic
}

export type StartResult =
  | { readonly ok: true; readonly run: EngineRun; readonly warnings: readonly RunProblem[] }
  | { readonly ok: false; readonly problems: readonly RunProblem[] }

export interface EngineEnvironment {
  readonly clock: Clock
  random(): number
  newId(): string
  log(line: EngineLogLine): void
}

export interface EngineLogLine {
  readonly at: number
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly node: NodeId
  readonly message: string
}
