import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { parseExactJson } from './exact-json.ts'
import { isRecord } from './record.ts'

/** The schemas of a project: text by file name, such as `telemetry.proto`. */
export type Schemas = Readonly<Record<string, string>>

/** Where a project keeps them. */
export const schemaFolder = 'schemas'

/** eKuiper's rule for the ids of schemas, and the kinds of text a format may read. */
const schemaName = /^([\w-]+)\.(proto|avsc|json|xsd|dbc|fbs|thrift)$/

/** Why a file cannot have this name as a schema of a project; undefined where it can. */
export function schemaNameProblem(name: string): string | undefined {
  if (schemaName.test(name)) return undefined
  return `"${name}" is no name of a schema: letters, digits, - and _, then .proto`
}

/** The schema's name of a project file such as `schemas/telemetry.proto`, if it is one. */
export function schemaOfFile(file: string): string | undefined {
  const [folder, name = '', ...deeper] = file.split('/')
  if (folder !== schemaFolder || deeper.length > 0) return undefined
  return schemaName.test(name) ? name : undefined
}

/** As eKuiper's data export has them: `protobuf_telemetry` with type, name and content. */
export function printSchemas(schemas: Schemas): Readonly<Record<string, string>> {
  const entries = Object.entries(schemas).flatMap(([file, content]): [string, string][] => {
    const name = file.replace(/\.proto$/, '')
    if (name === file) return []
    return [[`protobuf_${name}`, JSON.stringify({ type: 'protobuf', name, content })]]
  })
  return Object.fromEntries(entries)
}

/** The schemas of a data export that have their text in it. */
export function readSchemas(exported: Readonly<Record<string, string>>): {
  readonly schemas: Schemas
  readonly diagnostics: readonly DocumentProblem[]
} {
  const schemas: Record<string, string> = {}
  const diagnostics: DocumentProblem[] = []
  for (const [key, text] of Object.entries(exported)) {
    const json = parseExactJson(text)
    const { type, name, content } = json.ok && isRecord(json.value) ? json.value : {}
    const file = `${String(name)}.proto`
    if (
      type === 'protobuf' &&
      typeof content === 'string' &&
      schemaNameProblem(file) === undefined
    ) {
      schemas[file] = content
      continue
    }
    const message = `the schema "${key}" is left out: only Protocol Buffers with their text are taken`
    const details = { severity: 'warning' as const }
    diagnostics.push(problem(`schema/${key}`, rulesetCodes.schema, message, details))
  }
  return { schemas, diagnostics }
}
