import type { ColumnDefinition } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import type { StreamDefinition } from './stream.ts'

/**
 * The columns of the schema that a stream names, which count instead of those it declares; undefined
 * where its format tells none.
 */
export type SchemaColumns = (
  stream: Pick<StreamDefinition, 'format' | 'schemaId'>,
) => readonly ColumnDefinition[] | undefined

/** What a format tells of one column; `type` as SQL writes it. */
export interface NamedType {
  readonly name: string
  readonly type: string
}

/** A format's columns as a CREATE statement would have them; undefined where one has a type that SQL lacks. */
export function readColumns(
  columns: readonly NamedType[],
): readonly ColumnDefinition[] | undefined {
  const list = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', ')
  const { statement } = parse(`CREATE STREAM schema (${list}) WITH ()`)
  if (statement?.kind !== 'create') return undefined
  // A message without fields is no error here, though SQL has no STRUCT without members.
  const isWhole =
    statement.columns.length === columns.length &&
    columns.every(({ name }, index) => statement.columns[index]?.name.name === name)
  return isWhole ? statement.columns : undefined
}
