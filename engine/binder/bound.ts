import type { StreamDefinition } from '../catalog/stream.ts'
import type { FunctionDefinition } from '../functions/definition.ts'
import type {
  CallExpression,
  ColumnReference,
  Expression,
  SelectField,
  SelectStatement,
  WindowClause,
} from '../syntax/ast.ts'

/**
 * A SELECT whose names are resolved, beside the tree rather than in it: the maps are keyed by the
 * tree's own nodes.
 */
export interface BoundSelect {
  readonly statement: SelectStatement
  /** FROM first, then the joined ones in order. */
  readonly sources: readonly BoundSource[]
  /**
   * In the order of evaluation. Where all sources have schemas, fields with an alias come first, by how
   * deep they build on other aliases, and of equal aliases only the last is there.
   */
  readonly fields: readonly BoundField[]
  /** How every column reference of the statement, windows included, reads its value. */
  readonly columns: ReadonlyMap<ColumnReference, ColumnBinding>
  readonly calls: ReadonlyMap<CallExpression, FunctionDefinition>
  /** The first window of GROUP BY: the only one that counts. */
  readonly window: WindowClause | undefined
  /** GROUP BY items that are no window. */
  readonly dimensions: readonly Expression[]
  /** True when one source without a schema makes every name unchecked. */
  readonly isSchemaless: boolean
  /** True when an aggregate stands in a field (also through an alias) or a dimension exists. */
  readonly isAggregate: boolean
}

export interface BoundSource {
  /** The real stream name: the only qualifier that resolves. */
  readonly name: string
  readonly alias: string | undefined
  readonly definition: StreamDefinition
}

export interface BoundField {
  readonly field: SelectField
  /** The output name: the alias, the column, the function, or `kuiper_field_N`; '' for a wildcard. */
  readonly name: string
  /** A plain column whose output is present whenever the row has it, null included. */
  readonly isPlainColumn: boolean
}

export type ColumnBinding =
  /** A column of one source. */
  | { readonly kind: 'column'; readonly source: number; readonly name: string }
  /** A name without qualifier while a source is schemaless: the first source in order whose row has it. */
  | { readonly kind: 'any-source'; readonly name: string }
  /** Another field, by its place in `fields`. */
  | { readonly kind: 'alias'; readonly field: number }
  /** `a.b` where `a` is no source: the member `b` of what `base` is bound to. */
  | { readonly kind: 'member'; readonly base: ColumnBinding; readonly name: string }
  /** A name that resolves to nothing at run time and reads as missing (such as a stream alias). */
  | { readonly kind: 'nothing' }
