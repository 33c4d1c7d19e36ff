import type { ColumnDefinition, SourceKind } from '../syntax/ast.ts'

/** A stream or table as a CREATE statement defined it, with every option typed and defaulted. */
export interface StreamDefinition {
  readonly name: string
  readonly sourceKind: SourceKind
  /** Those of its schema, else those it declares; undefined for a schemaless stream. */
  readonly columns: readonly ColumnDefinition[] | undefined
  /** The source type; `mqtt` for streams and `file` for tables where TYPE is absent. */
  readonly type: string
  readonly datasource: string
  /** Lower case: json, binary, delimited, urlencoded, protobuf. */
  readonly format: string
  readonly confKey: string
  readonly isShared: boolean
  readonly isStrict: boolean
  readonly timestampColumn: string | undefined
  readonly timestampFormat: string | undefined
  readonly retainSize: number
  readonly key: string
  /** Tables only; lower case, `scan` by default. */
  readonly tableKind: string
  readonly delimiter: string
  readonly schemaId: string
  /** The EXTRA option's JSON, merged over the source's properties. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly isTemporary: boolean
  readonly version: string
  /** The statement it came from. */
  readonly statement: string
}

/** An immutable snapshot of the names a statement can use. Streams and tables share one name space. */
export interface Catalog {
  stream(name: string): StreamDefinition | undefined
  streamNames(): readonly string[]
}
