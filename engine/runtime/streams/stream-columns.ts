import { readColumns } from '../../catalog/schema-columns.ts'
import type { StreamDefinition } from '../../catalog/stream.ts'
import { formatColumns, type PluginFormats, type PropertyFault } from '../../sink-pipeline/index.ts'
import type { ColumnDefinition } from '../../syntax/ast.ts'

export type StreamColumns =
  | { readonly ok: true; readonly columns: readonly ColumnDefinition[] }
  | { readonly ok: false; readonly fault: PropertyFault }

/**
 * The columns that a stream's schema gives it, or why it cannot be a stream's; undefined where the format
 * tells none. A schema that is missing is told where its payloads are planned.
 */
export function columnsOfSchema(
  stream: Pick<StreamDefinition, 'format' | 'schemaId'>,
  formats: PluginFormats,
): StreamColumns | undefined {
  const told = formatColumns(formats, stream)
  if (told?.ok !== true) return told
  const columns = readColumns(told.columns)
  if (columns !== undefined) return { ok: true, columns }
  const list = told.columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  const message = `the format ${stream.format} tells columns of ${stream.schemaId} that SQL cannot have: ${list}`
  return { ok: false, fault: { property: 'schemaId', message } }
}
