import type { StreamDefinition } from '../../catalog/stream.ts'
import { builtInFormats, type PayloadDecoder } from '../../decode/index.ts'
import { printColumnType } from '../../ruleset/stream-form.ts'
import { planFormat, type PluginFormats, type PropertyFault } from '../../sink-pipeline/index.ts'
import { columnsOfSchema } from './stream-columns.ts'

export type PlannedDecoder =
  | { readonly ok: true; readonly create: (() => PayloadDecoder) | undefined }
  | { readonly ok: false; readonly fault: PropertyFault }

/** How a stream's payloads are read where its format is a plugin's; nothing for the engine's own. */
export function planDecoder(stream: StreamDefinition, formats: PluginFormats): PlannedDecoder {
  const { format, schemaId, delimiter, columns, extra } = stream
  if (builtInFormats.has(format)) return { ok: true, create: undefined }
  const request = {
    format,
    schemaId,
    delimiter,
    hasHeader: false,
    fields: [],
    properties: extra,
    ...(columns === undefined
      ? {}
      : {
          columns: columns.map(({ name, type }) => {
            return { name: name.name, type: printColumnType(type).toLowerCase() }
          }),
        }),
  }
  const plan = planFormat(formats, request, (definition) => {
    return definition.createDecoder?.bind(definition)
  })
  const told = plan.ok ? columnsOfSchema(stream, formats) : undefined
  return told?.ok === false ? told : plan
}
