import { z } from 'zod'

/** What formats of plugins tell the window: of the project's schemas, and of bytes they would write. */

/** The schemas of a project: text by file name, such as `telemetry.proto`. */
export const schemas = z.record(z.string(), z.string())

export const schemaReport = z.object({
  /** The schema's file, such as `telemetry.proto`. */
  file: z.string(),
  /** The format that reads it; absent where none does. */
  format: z.string().optional(),
  /** What may stand behind the first dot of `schemaId`. */
  messages: z.array(z.string()),
  /** Of the messages that can be a stream's; `type` as SQL writes it. Absent where the format tells none. */
  columns: z
    .record(z.string(), z.array(z.object({ name: z.string(), type: z.string() })))
    .optional(),
  problems: z.array(
    z.object({
      /** Without the end of its name: the schema itself, or one it imports. */
      file: z.string(),
      message: z.string(),
      line: z.number(),
      column: z.number(),
    }),
  ),
})
export type SchemaReport = z.output<typeof schemaReport>

export const previewRequest = z.object({
  properties: z.record(z.string(), z.unknown()),
  /** The row as JSON. */
  row: z.string(),
  /** When it came, in milliseconds since 1970. */
  at: z.number(),
  schemas,
})

/** The same as `ActionPreview` of `#engine/language`. */
export const actionPreview = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    messages: z.array(
      z.object({
        text: z.string(),
        size: z.number(),
        properties: z.record(z.string(), z.string()),
      }),
    ),
    errors: z.array(z.string()),
    failed: z
      .object({ property: z.string(), start: z.number(), end: z.number(), message: z.string() })
      .exactOptional(),
  }),
  z.object({ ok: z.literal(false), property: z.string(), message: z.string() }),
])

export const formatRequests = {
  /** Reads every schema with the formats that know its kind. */
  'schemas.inspect': {
    parameters: z.object({ schemas }),
    result: z.object({ reports: z.array(schemaReport) }),
  },
  /** What an action would send for a row, for formats that only the host has; null where it is no row. */
  'action.preview': {
    parameters: previewRequest,
    result: z.object({ preview: actionPreview.nullable() }),
  },
}
