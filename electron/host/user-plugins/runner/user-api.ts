/**
 * What `import ... from 'sluice'` gives a plugin's editor: `sluice new` writes this file into the plugin's
 * folder. So it imports nothing, and what it declares is what the host really gives and takes.
 */

/** A component's log. `details` stand behind the message: objects as JSON. */
export interface PluginLogger {
  debug(message: string, ...details: readonly unknown[]): void
  info(message: string, ...details: readonly unknown[]): void
  warn(message: string, ...details: readonly unknown[]): void
  error(message: string, ...details: readonly unknown[]): void
}

/** What a plugin's methods get as `ctx`. */
export interface PluginContext {
  /** Lines appear in the rule's log, with the node they come from. */
  readonly logger: PluginLogger
  readonly ruleId: string
  /** The action's place in the rule, such as `mySink_0`; the stream's name for a source. */
  readonly operatorId: string
  readonly instanceId: number
  /** Aborted when the rule stops: end whatever waits, at once. */
  readonly signal: AbortSignal
  /** Values kept under this rule and action: across hot reloads, restarts of the rule and of Sluice. */
  readonly state: PluginState
  /** A relative path becomes one in the folder for this plugin's files, an absolute one stays. */
  resolvePath(path: string): string
  /** Shown on the node. */
  reportStatus(status: PluginStatus): void
}

export type PluginStatus =
  | { readonly state: 'connecting' | 'connected'; readonly message?: string }
  | { readonly state: 'disconnected'; readonly message: string; readonly retryAt?: number }

/** Values are what JSON can write. What a `collect` sets is kept once the call is over. */
export interface PluginState {
  get(key: string): unknown
  set(key: string, value: unknown): void
  delete(key: string): void
}

/**
 * A row in plain JavaScript: numbers, texts, booleans, null, lists and objects; `Date` for a datetime,
 * `Uint8Array` for a bytea, bigint for an integer beyond 2^53 - 1.
 */
export type PluginRow = Readonly<Record<string, unknown>>

/** One row with `sendSingle`, else a list; a payload for a sink that says `accepts = 'bytes'`. */
export type PluginData = PluginRow | readonly PluginRow[] | Uint8Array

/** What one call of `collect` carries beside its data. */
export interface PluginItem {
  /** The action's properties that hold a template, by name, rendered for this row. */
  readonly properties: Readonly<Record<string, string>>
  readonly metadata?: PluginRow
}

/**
 * A sink. Each method may be async, and may throw: a ConnectionError is tried again, whatever else
 * `collect` throws loses this row.
 */
export interface PluginSink<Data = PluginData> {
  /** Once, before `open`: the action's properties, checked against the schema. */
  configure(properties: Readonly<Record<string, unknown>>): unknown
  /** Once, before any row: connect here. */
  open(ctx: PluginContext): unknown
  /** For every result, in order, never two at a time. */
  collect(ctx: PluginContext, data: Data, item: PluginItem): unknown
  /** Last, also after a failed `open`. */
  close(ctx: PluginContext): unknown
}

export interface PluginSourceContext extends PluginContext {
  readonly streamName: string
  /**
   * One row or a list of rows; bytes for a source that says `emits = 'bytes'`. The promise resolves when
   * there is room for more: a fast source waits for it.
   */
  emit(data: unknown, metadata?: PluginRow): Promise<void>
  /** A fault that lost a row but not the source. */
  reportError(error: unknown): void
  /** There is nothing more to come. */
  end(): void
}

/** A source. Each method may be async, and may throw: a ConnectionError is tried again. */
export interface PluginSource {
  /** Once, before `open`: the stream's DATASOURCE and its other properties. */
  configure(datasource: string, properties: Readonly<Record<string, unknown>>): unknown
  open(ctx: PluginSourceContext): unknown
  close(ctx: PluginSourceContext): unknown
}

/** What `exec` gets beside its arguments. */
export interface PluginFunctionContext {
  readonly logger: PluginLogger
  readonly ruleId: string
  /** The call's place among the calls of its statement, from 0. */
  readonly functionId: number
  /** Values kept under this rule and call, as those of a sink. */
  readonly state: PluginState
}

/** An argument of a call before there is a row. */
export type PluginArgument =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'column'; readonly name: string; readonly stream?: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly PluginArgument[] }
  | { readonly kind: 'expression' }

/** An SQL function as a class; one without state may also be a plain function of its arguments. */
export interface PluginFunction {
  /** Refuses a call before its rule starts: throws, or returns the reason as a text. */
  validate?(args: readonly PluginArgument[]): unknown
  /** The arguments of an aggregate are lists of the values of a group. May be async. */
  exec(args: readonly unknown[], ctx: PluginFunctionContext): unknown
}

/** What a stream or action says about its format. */
export interface PluginFormatSettings {
  /** What `schemaId` or SCHEMAID names as `file.Message`, where it is known. */
  readonly schema?: {
    readonly file: string
    readonly message: string
    readonly text: string
    /** Every schema of the project by name, for imports. */
    readonly files: Readonly<Record<string, string>>
  }
  /** Empty where none is written. */
  readonly delimiter: string
  /** Actions only. */
  readonly hasHeader: boolean
  /** The action's `fields`; empty for streams. */
  readonly fields: readonly string[]
  /** The format's own properties, checked against its schema. */
  readonly properties: Readonly<Record<string, unknown>>
  /** The stream's columns, where it declares any. */
  readonly columns?: readonly { readonly name: string; readonly type: string }[]
}

/**
 * A format. A class has an instance for each stream and action. Each method may be async; what `encode`
 * or `decode` throws loses this message, what `configure` throws keeps the rule from starting.
 */
export interface PluginFormat {
  /** Once, before anything else. */
  configure?(settings: PluginFormatSettings): unknown
  /** The bytes, or the text, of one message; without it the format can only be read. */
  encode?(data: PluginRow | readonly PluginRow[]): unknown
  /** The row, or rows, of one payload; without it the format can only be written. */
  decode?(payload: Uint8Array): unknown
}

/** Thrown by `configure` for a property that cannot be used; `property` is its name. */
export declare class ConfigurationError extends Error {
  readonly kind: 'configuration-error'
  readonly property: string
  constructor(property: string, message: string)
}

/** Thrown where the other side is away: the engine tries again. */
export declare class ConnectionError extends Error {
  readonly kind: 'connection-error'
  constructor(message: string, options?: { readonly cause?: unknown })
}

export declare function isConnectionError(error: unknown): boolean

/** Hints for the form, given as `.meta({ ... })` on a property. */
export interface PropertyHints {
  readonly title?: string
  readonly description?: string
  /** Group heading in the form. */
  readonly group?: 'Connection' | 'Target' | 'Payload' | 'Reliability' | 'Advanced'
  /** Masked, write-only in the form, never logged. */
  readonly secret?: boolean
  readonly widget?:
    'text' | 'code' | 'template' | 'topic' | 'file' | 'duration' | 'rows' | 'key-values'
  readonly placeholder?: string
  /** What to say where the value does not have the form that the schema's pattern asks for. */
  readonly patternMessage?: string
  /** Show only while another property has one of these values. */
  readonly visibleIf?: { readonly property: string; readonly values: readonly unknown[] }
  /** The property may hold `{{.field}}` and is then evaluated for each row. */
  readonly dynamic?: boolean
}

/** A schema of zod 4. All of zod is there; these are the parts that a form is made of. */
export interface Schema<Value = unknown> {
  optional(): Schema<Value | undefined>
  nullable(): Schema<Value | null>
  default(value: Value): Schema<Value>
  describe(text: string): this
  meta(hints: PropertyHints & Readonly<Record<string, unknown>>): this
  refine(check: (value: Value) => unknown, message?: string): this
  parse(value: unknown): Value
}

export interface StringSchema extends Schema<string> {
  min(length: number, message?: string): this
  max(length: number, message?: string): this
  regex(pattern: RegExp, message?: string): this
  trim(): this
}

export interface NumberSchema extends Schema<number> {
  int(message?: string): this
  min(value: number, message?: string): this
  max(value: number, message?: string): this
  positive(message?: string): this
  nonnegative(message?: string): this
}

export interface ArraySchema<Item> extends Schema<Item[]> {
  min(length: number, message?: string): this
  max(length: number, message?: string): this
}

export type Shape = Readonly<Record<string, Schema>>
export type ValueOf<S> = S extends Schema<infer Value> ? Value : never
type OptionalKeys<S extends Shape> = {
  [Key in keyof S]: undefined extends ValueOf<S[Key]> ? Key : never
}[keyof S]
export type ObjectOf<S extends Shape> = {
  [Key in Exclude<keyof S, OptionalKeys<S>>]: ValueOf<S[Key]>
} & { [Key in OptionalKeys<S>]?: ValueOf<S[Key]> }

export interface ObjectSchema<S extends Shape> extends Schema<ObjectOf<S>> {
  readonly shape: S
}

export declare const z: {
  string(): StringSchema
  number(): NumberSchema
  int(): NumberSchema
  boolean(): Schema<boolean>
  unknown(): Schema
  enum<const Name extends string>(names: readonly Name[]): Schema<Name>
  literal<const Value extends string | number | boolean>(value: Value): Schema<Value>
  array<Item>(item: Schema<Item>): ArraySchema<Item>
  record<Value>(key: Schema<string>, value: Schema<Value>): Schema<Record<string, Value>>
  union<const Options extends readonly Schema[]>(options: Options): Schema<ValueOf<Options[number]>>
  object<const S extends Shape>(shape: S): ObjectSchema<S>
  looseObject<const S extends Shape>(shape: S): ObjectSchema<S>
  strictObject<const S extends Shape>(shape: S): ObjectSchema<S>
}
// eslint-disable-next-line @typescript-eslint/no-namespace -- zod has `z.infer` in one
export declare namespace z {
  /** The type of the values that a schema takes. */
  export type infer<S> = ValueOf<S>
}
