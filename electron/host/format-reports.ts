import { previewAction, schemasOf } from '#engine'
import type { ActionPreview, ComponentRegistry, PluginFormats } from '#engine'
import type { FormatDefinition } from '#engine/api'
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
    return {
      file,
      format: format.type,
      messages: [...(found?.messages ?? [])],
      problems: (found?.problems ?? []).map((problem) => ({ ...problem })),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const problems = [{ file: name, message, line: 1, column: 1 }]
    return { file, format: format.type, messages: [], problems }
  }
}

/** What an action would send for a row with the formats of plugins. */
export function previewWith(
  components: ComponentRegistry,
  request: {
    readonly properties: Readonly<Record<string, unknown>>
    readonly row: string
    readonly schemas: Schemas
  },
): ActionPreview | undefined {
  const formats: PluginFormats = {
    find: (type) => components.findFormat(type),
    schemas: request.schemas,
  }
  return previewAction(request.properties, request.row, formats)
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
  return { ok: true, messages, errors: [...preview.errors] }
}
