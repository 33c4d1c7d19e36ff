import type { z } from 'zod'
import type { RecordValue } from '../types/value.ts'
import type { ComponentContext } from './context.ts'
import type { ComponentDescription } from './component.ts'

export interface SinkContext extends ComponentContext {
  readonly ruleId: string
  /** The action's place in the rule, such as `mqtt_0`. */
  readonly operatorId: string
  readonly instanceId: number
}

/** What one call of `collect` carries beside its data. */
export interface SinkItem {
  /**
   * The action's properties that hold a data template (`"topic": "a/{{.deviceId}}"`), by property name,
   * rendered for this row. Empty where none does.
   */
  readonly properties: Readonly<Record<string, string>>
  /** The source's metadata of the row, where the rule option `sendMetaToSink` asks for it. */
  readonly metadata?: RecordValue
}

/** One result on its way into a sink. */
export interface SinkDelivery<Data = SinkData> {
  readonly data: Data
  readonly item: SinkItem
}

/** What became of one result. */
export type SinkOutcome =
  { readonly isWritten: true } | { readonly isWritten: false; readonly error: unknown }

/**
 * A sink as eKuiper's Sink Extension page describes it. `configure` and `open` are called once, in this
 * order, before any row; `collect` once for every result, never two at a time; `close` last, also after
 * a failed `open`.
 */
export interface Sink<Data = SinkData> {
  /** Takes the action's properties, already checked against the schema. Throws ConfigurationError. */
  configure(properties: Readonly<Record<string, unknown>>): void
  /** Connects. Rejecting with a ConnectionError makes the engine try again with back-off. */
  open(context: SinkContext): void | Promise<void>
  /** Writes; rejects when the data could not be written. The next call waits until this one settled. */
  collect(context: SinkContext, data: Data, item: SinkItem): void | Promise<void>
  /**
   * Called instead of `collect` where a sink has it: all results that wait, in their order, for sinks to
   * which a call is dear. The same promises hold for each of them, and the next call waits as well.
   * Resolves to what became of the first ones; those without an outcome were not begun and come first in
   * the next call. A ConnectionError can only be the last outcome. Never rejects.
   */
  collectMany?(
    context: SinkContext,
    deliveries: readonly SinkDelivery<Data>[],
  ): Promise<readonly SinkOutcome[]>
  close(context: SinkContext): void | Promise<void>
}

/** One row with `sendSingle`, else the rows of one result; encoded bytes for sinks that accept bytes. */
export type SinkData = RecordValue | readonly RecordValue[] | Uint8Array

/** A class, a function that returns a sink, or one instance that all its actions share. */
export type SinkExport = (new () => Sink) | (() => Sink) | Sink

/** A sink type as one value: its form, checks, documentation and factory. */
export interface SinkDefinition extends ComponentDescription {
  readonly kind: 'sink'
  readonly accepts: 'bytes' | 'rows'
  /** It writes many messages as one stream: `compression` and `encryption` are its matter, not the engine's. */
  readonly writesStream?: boolean
  /** Only the sink's own properties; the common ones (`sendSingle`, `format`, ...) are added by the engine. */
  readonly properties: z.ZodObject
  readonly sink: SinkExport
}

export function defineSink(definition: Omit<SinkDefinition, 'kind'>): SinkDefinition {
  return { kind: 'sink', ...definition }
}
