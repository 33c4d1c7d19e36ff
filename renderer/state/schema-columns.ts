import { readColumns, type SchemaColumns } from '#engine/language'
import { printColumnType, type FormColumn } from './ruleset.ts'
import type { SchemaReport } from './schemas-store.ts'

/** The columns that the project's schemas give streams, as the engine host read them. */
export function schemaColumnsOf(reports: readonly SchemaReport[]): SchemaColumns {
  return ({ format, schemaId }) => {
    const [file = '', ...message] = schemaId.split('.')
    const report = reports.find((candidate) => {
      const isOfFormat = candidate.format?.toLowerCase() === format.toLowerCase()
      return isOfFormat && candidate.file.replace(/\.[^.]*$/, '') === file
    })
    const columns = report?.columns?.[message.join('.')]
    return columns === undefined ? undefined : readColumns(columns)
  }
}

/** The same for the form of a source; undefined where its own columns count. */
export function formColumnsOfSchema(
  stream: { readonly format: string; readonly schemaId: string },
  reports: readonly SchemaReport[],
): readonly FormColumn[] | undefined {
  return schemaColumnsOf(reports)(stream)?.map(({ name, type }) => ({
    name: name.name,
    type: printColumnType(type),
  }))
}
