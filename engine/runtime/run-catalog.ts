import { formats as knownFormats } from '../catalog/checks/format.ts'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import type { Catalog } from '../catalog/stream.ts'
import type { ComponentRegistry } from '../registry/component-registry.ts'
import type { PluginFormats } from '../sink-pipeline/index.ts'
import { parse } from '../syntax/parse.ts'
import type { RunDefinition, RunProblem } from './run.ts'
import { columnsOfSchema } from './streams/stream-columns.ts'

/** The formats of plugins with the schemas of a run. */
export function formatsOf(components: ComponentRegistry, definition: RunDefinition): PluginFormats {
  return { find: (type) => components.findFormat(type), schemas: definition.schemas ?? {} }
}

/** Every format there is, in lower case. */
export function formatNamesOf(components: ComponentRegistry): readonly string[] {
  const ofPlugins = components.formats().map(({ type }) => type.toLowerCase())
  return [...new Set([...knownFormats, ...ofPlugins])]
}

/** The streams and tables of a run, with the columns that their schemas give them, and what is wrong with them. */
export function buildRunCatalog(
  definition: RunDefinition,
  components: ComponentRegistry,
): { readonly catalog: Catalog; readonly problems: readonly RunProblem[] } {
  const formats = formatsOf(components, definition)
  const options = {
    formats: formatNamesOf(components),
    schemaColumns: (stream: { readonly format: string; readonly schemaId: string }) => {
      const found = columnsOfSchema(stream, formats)
      return found?.ok === true ? found.columns : undefined
    },
  }
  const problems: RunProblem[] = []
  const catalog = definition.streams.reduce((known, text) => {
    const result = executeStatement(known, text, options)
    const place = `stream/${streamNameOf(text)}`
    problems.push(...result.diagnostics.map((diagnostic) => ({ place, diagnostic })))
    return result.catalog
  }, emptyCatalog)
  return { catalog, problems }
}

function streamNameOf(text: string): string {
  const { statement } = parse(text)
  return statement !== undefined && 'name' in statement ? statement.name.name : ''
}
