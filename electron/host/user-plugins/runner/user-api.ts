import type { Logger } from '#engine/api'

/** What a plugin's methods get as `ctx`. */
export interface PluginContext {
  /** Lines appear in the rule's log, with the node they come from. */
  readonly logger: Logger
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

/** What one call of `collect` carries beside its data. */
export interface PluginItem {
  /** The action's properties that hold a template, by name, rendered for this row. */
  readonly properties: Readonly<Record<string, string>>
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** A sink in a user plugin. The engine's `Sink` is described in the same words. */
export interface PluginSink {
  configure(properties: Readonly<Record<string, unknown>>): unknown
  open(ctx: PluginContext): unknown
  collect(ctx: PluginContext, data: unknown, item: PluginItem): unknown
  close(ctx: PluginContext): unknown
}

export interface PluginSourceContext extends PluginContext {
  readonly streamName: string
  /**
   * One row or a list of rows; bytes for a source that says `emits = 'bytes'`. The promise resolves when
   * there is room for more: a fast source waits for it.
   */
  emit(data: unknown, metadata?: Readonly<Record<string, unknown>>): Promise<void>
  /** A fault that lost a row but not the source. */
  reportError(error: unknown): void
  /** There is nothing more to come. */
  end(): void
}

export interface PluginSource {
  configure(datasource: string, properties: Readonly<Record<string, unknown>>): unknown
  open(ctx: PluginSourceContext): unknown
  close(ctx: PluginSourceContext): unknown
}

/** What `exec` gets beside its arguments. */
export interface PluginFunctionContext {
  readonly logger: Logger
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

/** A function in a user plugin. */
export interface PluginFunction {
  /** Refuses a call before its rule starts: throws, or returns the reason as a text. */
  validate?(args: readonly PluginArgument[]): unknown
  /** The arguments of an aggregate are lists of the values of a group. */
  exec(args: readonly unknown[], ctx: PluginFunctionContext): unknown
}
