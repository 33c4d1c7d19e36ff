import type { z } from 'zod'
import type { RecordValue } from '../types/value.ts'
import type { ComponentDescription } from './component.ts'

/** What a format reads or writes: one row, or the rows of one message. */
export type FormatRows = RecordValue | readonly RecordValue[]

/** Bytes of one message. What it throws concerns this message only: it is lost and counted, the rule goes on. */
export type FormatEncoder = (rows: FormatRows) => Uint8Array

/** The row, or rows, of one payload. What it throws concerns this payload only. */
export type FormatDecoder = (payload: Uint8Array) => FormatRows

/** The schema that `schemaId` or SCHEMAID names as `file.Message`. */
export interface FormatSchema {
  /** The name of the schema in the project, without a suffix. */
  readonly file: string
  /** What stands behind the first dot; empty where nothing does. */
  readonly message: string
  readonly text: string
  /** The text of every schema of the project by name, this one included: for imports. */
  readonly files: Readonly<Record<string, string>>
}

/** What a format finds in one schema of the project. */
export interface SchemaInspection {
  /** What `schemaId` may name behind the first dot. Empty where the schema has none, or cannot be read. */
  readonly messages: readonly string[]
  readonly problems: readonly SchemaProblem[]
}

/** Why a schema cannot be used. */
export interface SchemaProblem {
  /** The schema it is in: the one that was asked for, or one it imports. */
  readonly file: string
  readonly message: string
  /** From one. */
  readonly line: number
  readonly column: number
}

/** A column of a stream, declared or of its schema, as far as plain data goes. */
export interface FormatColumn {
  readonly name: string
  /** As SQL writes it: `bigint`, `array(string)`, `struct(x float)`. */
  readonly type: string
}

/** What the stream or action says about its format. Plain data: it may be sent to another process. */
export interface FormatSettings {
  /** There for every format with `needsSchema`, and for others where a schema is named and known. */
  readonly schema?: FormatSchema
  /** Empty where none is written. */
  readonly delimiter: string
  /** Actions only. */
  readonly hasHeader: boolean
  /** The action's `fields`; empty for streams. */
  readonly fields: readonly string[]
  /** The format's own properties of the action, or of the stream's EXTRA, checked against its schema. */
  readonly properties: Readonly<Record<string, unknown>>
  /** The stream's columns, those of its schema before declared ones; absent for actions and where there are none. */
  readonly columns?: readonly FormatColumn[]
}

/**
 * A format as one value. Both `create` functions are called while a rule is planned and once more for
 * each run, are synchronous, and throw ConfigurationError (property `schemaId` or `format`) for settings
 * that cannot work: the rule does not start and the problem stands at that property.
 */
export interface FormatDefinition extends ComponentDescription {
  readonly kind: 'format'
  /** `type` is what `format` and FORMAT say, in lower case; there it may be written in any case. */
  readonly type: string
  /** Rules without a known schema are refused before `create` is called. */
  readonly needsSchema: boolean
  /** How the names of its schemas' files end, such as `.proto`; it is given no others. Absent: all. */
  readonly schemaSuffix?: string
  /** Only the format's own: `delimiter`, `schemaId` and the like come with every action and stream. */
  readonly properties: z.ZodObject
  /** Absent for a format that cannot be written. An encoder may keep state from one message to the next. */
  createEncoder?(settings: FormatSettings): FormatEncoder
  /** Absent for a format that cannot be read. */
  createDecoder?(settings: FormatSettings): FormatDecoder
  /**
   * The columns of the message that a stream's SCHEMAID names. They take the place of those it declares:
   * rules can name no others. Absent for a format whose schemas say nothing of columns. Called whenever
   * rules are checked and for each message of the schemas view; throws ConfigurationError (property
   * `schemaId`) for a message that cannot be a stream's.
   */
  columnsOf?(schema: FormatSchema): readonly FormatColumn[]
  /** For the schemas view and for `schemaId`. Called for every schema with `message` empty; never throws. */
  inspectSchema?(schema: FormatSchema): SchemaInspection
}

export function defineFormat(definition: Omit<FormatDefinition, 'kind'>): FormatDefinition {
  return { kind: 'format', ...definition }
}
