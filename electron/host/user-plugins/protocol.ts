/**
 * What the host and the process of a user plugin say to each other. Everything is data that structured
 * clone takes. A plugin's process holds one plugin, and in it one instance for each action or stream.
 */
export type PluginKind = 'sink' | 'source' | 'function' | 'format'

/** What a portable plugin of eKuiper can bring. */
export type PackableKind = Exclude<PluginKind, 'format'>

/** Where the built plugin lies and what of it is wanted. */
export interface LoadTask {
  readonly kind: PluginKind
  /** The bundle to import. */
  readonly module: string
  /** The plugin's own file, for messages. */
  readonly file: string
  /** The exported name, such as `MySink`. */
  readonly symbol: string
}

/** What a plugin's module says about itself. */
export interface PluginDescription {
  /** How it is exported; an `instance` is shared by all its actions. */
  readonly exported: 'class' | 'function' | 'instance'
  readonly takesBytes: boolean
  /** JSON Schema of its properties, where it exports `properties`. */
  readonly schema?: Readonly<Record<string, unknown>>
  readonly title?: string
  readonly summary?: string
  readonly icon?: string
  /** Functions only. */
  readonly traits?: FunctionTraits
  /** Formats only. */
  readonly format?: FormatTraits
}

export interface InstanceSetup {
  readonly properties: Readonly<Record<string, unknown>>
  /** Sources only: the stream's DATASOURCE. */
  readonly datasource?: string
  readonly ruleId: string
  readonly operatorId: string
  readonly instanceId: number
  readonly streamName?: string
  readonly dataFolder: string
}

/** One call of `collect`. */
export interface WireDelivery {
  readonly data: unknown
  readonly properties: Readonly<Record<string, string>>
  readonly metadata?: unknown
}

/** One row or payload of a source. */
export interface WireEmission {
  readonly data: unknown
  readonly metadata?: unknown
}

export type RunnerRequest =
  | { readonly type: 'load'; readonly task: LoadTask }
  | { readonly type: 'create'; readonly instance: number; readonly setup: InstanceSetup }
  | {
      readonly type: 'open'
      readonly instance: number
      readonly state: Readonly<Record<string, unknown>>
    }
  | {
      readonly type: 'collect'
      readonly instance: number
      readonly deliveries: readonly WireDelivery[]
    }
  | { readonly type: 'close'; readonly instance: number }

export type ToRunner =
  | { readonly type: 'request'; readonly id: number; readonly request: RunnerRequest }
  /** End the collect that is going on after its current row. */
  | { readonly type: 'pause'; readonly instance: number }
  | { readonly type: 'abort'; readonly instance: number }
  /** The host took a batch of emissions. */
  | { readonly type: 'taken'; readonly instance: number }
  | { readonly type: 'ping' }

/** An error as it crosses the border. */
export interface WireError {
  readonly message: string
  readonly isConnectionError: boolean
  /** Of a ConfigurationError. */
  readonly property?: string
  /** The plugin's own file and line, where the stack names one. */
  readonly place?: string
}

/** Of the deliveries in order; those without one were not begun. Null: written. */
export type WireOutcome = WireError | null

export type FromRunner =
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly error: WireError }
  | { readonly type: 'alive' }
  /** The collect that goes on: how many of its rows are done. */
  | { readonly type: 'progress'; readonly instance: number; readonly done: number }
  | {
      readonly type: 'log'
      readonly instance?: number
      readonly level: Level
      readonly message: string
    }
  | { readonly type: 'status'; readonly instance: number; readonly status: WireStatus }
  | { readonly type: 'state'; readonly instance: number; readonly changes: StateChanges }
  | { readonly type: 'emit'; readonly instance: number; readonly items: readonly WireEmission[] }
  | { readonly type: 'source-error'; readonly instance: number; readonly error: WireError }
  | { readonly type: 'source-end'; readonly instance: number }
  /** Why the process ends next. */
  | { readonly type: 'fatal'; readonly message: string }

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** Undefined: the key was deleted. */
export type StateChanges = readonly (readonly [key: string, value: unknown])[]

export type WireStatus =
  | { readonly state: 'connecting' | 'connected'; readonly message?: string }
  | { readonly state: 'disconnected'; readonly message: string; readonly retryAt?: number }

/** What a function's module says about its calls. */
export interface FunctionTraits {
  /** Each argument is the list of a group's values. */
  readonly isAggregate: boolean
  /** Such as `scale(value, factor?)`; none where nothing is known. */
  readonly signatures: readonly string[]
  readonly canValidate: boolean
}

/** What a format's module says about itself. */
export interface FormatTraits {
  readonly needsSchema: boolean
  readonly canEncode: boolean
  readonly canDecode: boolean
}

/** An argument as `validate` gets it, before there is a row. */
export type WireArgument =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'column'; readonly name: string; readonly stream?: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly WireArgument[] }
  /** Anything else: arithmetic, CASE, a path. */
  | { readonly kind: 'expression' }

/** To the thread of a function or format. */
export type FunctionRequest =
  | { readonly type: 'exec'; readonly use: FunctionUse; readonly args: readonly unknown[] }
  | { readonly type: 'validate'; readonly args: readonly WireArgument[] }
  /** Makes an encoder or decoder of this number and configures it. */
  | { readonly type: 'format'; readonly use: number; readonly settings: unknown }
  /** `data`: plain rows. */
  | { readonly type: 'encode'; readonly use: number; readonly data: unknown }
  | { readonly type: 'decode'; readonly use: number; readonly payload: Uint8Array }
  /** Its rule has ended; it is not answered. */
  | { readonly type: 'forget'; readonly use: number }

/** One call in one running rule. */
export interface FunctionUse {
  readonly id: number
  readonly ruleId: string
  /** The call's place in its statement. */
  readonly functionId: number
  /** With the first call in this thread: what its state had before. */
  readonly state?: Readonly<Record<string, unknown>>
}

/** From there: first the PluginDescription, then one answer a request. */
export type FunctionAnswer = (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }
) & {
  readonly changes?: StateChanges
  readonly lines?: readonly { readonly level: Level; readonly message: string }[]
}
