import type { z } from 'zod'
import type { RecordValue } from '../types/value.ts'
import type { ComponentContext } from './context.ts'
import type { ComponentDescription } from './component.ts'

/** One message as it came, before decoding. */
export interface RawMessage {
  readonly payload: Uint8Array
  /** Readable in SQL with `meta()`, such as `topic`. */
  readonly metadata?: RecordValue
}

/** A row of a source that has no bytes to decode, such as the memory source. */
export interface RowMessage {
  readonly row: RecordValue
  readonly metadata?: RecordValue
}

/** What a stream says of its rows, by eKuiper's names; empty, 0 or false where it says nothing. */
export interface StreamSettings {
  readonly delimiter: string
  readonly format: string
  readonly key: string
  readonly retainSize: number
  readonly schemaId: string
  readonly strictValidation: boolean
  readonly timestamp: string
  readonly timestampFormat: string
}

export interface SourceContext extends ComponentContext {
  /** The stream this source feeds. */
  readonly streamName: string
  readonly stream: StreamSettings
  /**
   * The rule it reads for; the first of them where one source does for several. As in eKuiper a SHARED
   * stream has `$$subtopo_` and its name instead.
   */
  readonly ruleId: string
  /** For sources that declare `emits: 'bytes'`. Many messages in one call are cheaper than many calls. */
  emitMessages(messages: readonly RawMessage[]): void
  /** For sources that declare `emits: 'rows'`. */
  emitRows(rows: readonly RowMessage[]): void
  /** A fault that lost a message but not the source; counted and shown on the node. */
  reportError(error: unknown): void
  /** The source has nothing more to give (a file, a simulator that does not loop). */
  end(): void
}

/**
 * A running source. Calls come in this order, each once: `configure`, `open`, `close`. `close` is also
 * called after a failed `open`.
 */
export interface Source {
  /** Takes the stream's DATASOURCE and its properties, already checked against the schema. Throws ConfigurationError. */
  configure(datasource: string, properties: Readonly<Record<string, unknown>>): void
  /**
   * Connects and starts to emit; resolves when started. Rejecting with a ConnectionError makes the
   * engine call `close` and try a new instance with back-off; another error fails the stream.
   * A source that connects again by itself resolves at once and reports its status.
   */
  open(context: SourceContext): void | Promise<void>
  /**
   * A rule that may lose no row cannot take more: emit nothing until `resume`, and leave what comes where
   * it comes from (unread, unacknowledged, not made yet). What was on its way may still be emitted and is
   * kept. May be called once `open` was called, before it resolved too; the two always take turns. Such
   * rules drop rows, and count them, of a source without these two methods.
   */
  pause?(context: SourceContext): void
  resume?(context: SourceContext): void
  close(context: SourceContext): void | Promise<void>
}

/** A source type as one value: its form, checks, documentation and factory. */
export interface SourceDefinition extends ComponentDescription {
  readonly kind: 'source'
  readonly emits: 'bytes' | 'rows'
  /** The label and meaning of DATASOURCE for this type; absent where the type has none. */
  readonly datasource?: {
    readonly title: string
    readonly description: string
    readonly isRequired: boolean
    readonly example: string
  }
  readonly properties: z.ZodObject
  readonly create: () => Source
}

export function defineSource(definition: Omit<SourceDefinition, 'kind'>): SourceDefinition {
  return { kind: 'source', ...definition }
}
