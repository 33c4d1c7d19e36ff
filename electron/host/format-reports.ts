import { previewAction, schemasOf } from '#engine'
import type { ActionPreview, ComponentRegistry, PluginFormats } from '#engine'
import { ConfigurationError } from '#engine/api'
import type { FormatDefinition, FormatSchema } from '#engine/api'
import type { z } from 'zod'
import type { actionPreview, SchemaReport } from '#ipc/formats'

type Schemas = PluginFormats['schemas']

/** What the formats find in each schema of a project. Never throws. */
export function inspectSchemas(components: ComponentRegistry, schemas: Schemas): SchemaReport[] {
  const formats = components.formats()
  return Object.keys(schemas).map((file) => {
    const format = formats.find(({ schemaSuffix }) => file.endsWith(schemaSuffix ?? '\0'))
    return format === undefined
      ? { file, messages: [], problems: [] }
      : inspectWith(format, file, schemas)
  })
}

function inspectWith(format: FormatDefinition, file: string, schemas: Schemas): SchemaReport {
  const name = file.slice(0, file.length - (format.schemaSuffix?.length ?? 0))
  const files = schemasOf(format, schemas)
  try {
    const schema = { file: name, message: '', text: schemas[file] ?? '', files }
    const found = format.inspectSchema?.(schema)
    const messages = [...(found?.messages ?? [])]
    return {
      file,
      format: format.type,
      messages,
      ...columnsOfMessages(format, schema, messages),
      problems: (found?.problems ?? []).map((problem) => ({ ...problem })),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const problems = [{ file: name, message, line: 1, column: 1 }]
    return { file, format: format.type, messages: [], problems }
  }
}

/** A message that cannot be a stream's is left out: a rule that reads it says why. */
function columnsOfMessages(
  format: FormatDefinition,
  schema: FormatSchema,
  messages: readonly string[],
): Pick<SchemaReport, 'columns'> {
  const columnsOf = format.columnsOf?.bind(format)
  if (columnsOf === undefined) return {}
  const entries = messages.flatMap((message) => {
    try {
      return [
        [message, columnsOf({ ...schema, message }).map((column) => ({ ...column }))] as const,
      ]
    } catch (error) {
      if (error instanceof ConfigurationError) return []
      throw error
    }
  })
  return { columns: Object.fromEntries(entries) }
}

/** What an action would send for a row with the formats of plugins. */
export function previewWith(
  components: ComponentRegistry,
  request: {
    readonly properties: Readonly<Record<string, unknown>>
    readonly row: string
    readonly at: number
    readonly schemas: Schemas
  },
): ActionPreview | undefined {
  const formats: PluginFormats = {
    find: (type) => components.findFormat(type),
    schemas: request.schemas,
  }
  return previewAction(request.properties, request.row, { formats, at: request.at })
}

/** Without readonly, as messages between processes are typed. */
export function plainPreview(
  preview: ActionPreview | undefined,
): z.output<typeof actionPreview> | null {
  if (preview === undefined) return null
  if (!preview.ok) return { ...preview }
  const messages = preview.messages.map((message) => ({
    ...message,
    properties: { ...message.properties },
  }))
  const failed = preview.failed === undefined ? {} : { failed: { ...preview.failed } }
  return { ok: true, messages, errors: [...preview.errors], ...failed }
}
