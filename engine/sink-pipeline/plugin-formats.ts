import type { FormatColumn, FormatDefinition, FormatSchema, FormatSettings } from '../api/format.ts'
import type { PropertyFault } from './read-properties.ts'

/** The formats of plugins, and the schemas of the project they may read. */
export interface PluginFormats {
  find(type: string): FormatDefinition | undefined
  /** Text by the name of its file, such as `telemetry.proto`. */
  readonly schemas: Readonly<Record<string, string>>
}

export const noFormats: PluginFormats = { find: () => undefined, schemas: {} }

/** What a stream or action says of its format. */
export interface FormatRequest extends Omit<FormatSettings, 'schema' | 'properties'> {
  readonly format: string
  readonly schemaId: string
  /** Where the format finds its own. */
  readonly properties: Readonly<Record<string, unknown>>
}

export type FormatPlan<Coder> =
  | { readonly ok: true; readonly create: () => Coder }
  | { readonly ok: false; readonly fault: PropertyFault }

/**
 * How a run makes an encoder or decoder of a plugin's format, or the property that cannot be used. One is
 * made at once: the format may refuse its settings. `find` gives undefined where it lacks this direction.
 */
export function planFormat<Coder>(
  formats: PluginFormats,
  request: FormatRequest,
  find: (definition: FormatDefinition) => ((settings: FormatSettings) => Coder) | undefined,
): FormatPlan<Coder> {
  const { format, schemaId, properties, ...rest } = request
  const definition = formats.find(format)
  if (definition === undefined) return fail('format', `format type ${format} not supported`)
  const schema = findSchema(formats, definition, schemaId)
  if (definition.needsSchema && schema === undefined) return missingSchema(definition, request)
  const own = definition.properties.safeParse(properties)
  const [issue] = own.error?.issues ?? []
  if (issue !== undefined) return fail(issue.path.join('.') || 'format', issue.message)
  const settings = {
    ...rest,
    properties: own.data ?? {},
    ...(schema === undefined ? {} : { schema }),
  }
  const create = find(definition)
  if (create === undefined) {
    return fail('format', `the format ${definition.type} works in the other direction only`)
  }
  try {
    create(settings)
    return { ok: true, create: () => create(settings) }
  } catch (error) {
    return fail(propertyOf(error), error instanceof Error ? error.message : String(error))
  }
}

export type FormatColumns =
  | { readonly ok: true; readonly columns: readonly FormatColumn[] }
  | { readonly ok: false; readonly fault: PropertyFault }

/** The columns of the message `schemaId` names; undefined where its format tells none, or lacks the schema. */
export function formatColumns(
  formats: PluginFormats,
  { format, schemaId }: Pick<FormatRequest, 'format' | 'schemaId'>,
): FormatColumns | undefined {
  const definition = formats.find(format)
  if (definition?.columnsOf === undefined || schemaId === '') return undefined
  const schema = findSchema(formats, definition, schemaId)
  if (schema === undefined) return undefined
  try {
    return { ok: true, columns: definition.columnsOf(schema) }
  } catch (error) {
    return fail(propertyOf(error), error instanceof Error ? error.message : String(error))
  }
}

function fail(property: string, message: string): { ok: false; fault: PropertyFault } {
  return { ok: false, fault: { property, message } }
}

/** A ConfigurationError of any copy of its module: plugins may bring their own. */
function propertyOf(error: unknown): string {
  const isOurs = typeof error === 'object' && error !== null && 'property' in error
  return isOurs && typeof error.property === 'string' ? error.property : 'format'
}

function missingSchema(
  { type, schemaSuffix = '' }: FormatDefinition,
  { schemaId }: FormatRequest,
): { ok: false; fault: PropertyFault } {
  const [file = ''] = schemaId.split('.')
  const hint =
    schemaId === ''
      ? 'The format needs a schema: name one of the project as file.Message.'
      : `The project has no schema ${file}${schemaSuffix}. Add it to the project's schemas.`
  const message = `schema type ${type} id ${file} not found in registry`
  return { ok: false, fault: { property: 'schemaId', message, hint } }
}

/** The schema of `file.Message`. */
function findSchema(
  formats: PluginFormats,
  definition: FormatDefinition,
  schemaId: string,
): FormatSchema | undefined {
  const [file = '', ...message] = schemaId.split('.')
  const files = schemasOf(definition, formats.schemas)
  const text = Object.hasOwn(files, file) ? files[file] : undefined
  return text === undefined ? undefined : { file, message: message.join('.'), text, files }
}

/** The schemas that a format reads, without the end of their files' names. */
export function schemasOf(
  { schemaSuffix }: FormatDefinition,
  schemas: PluginFormats['schemas'],
): Readonly<Record<string, string>> {
  const named = Object.entries(schemas).flatMap(([name, text]): [string, string][] => {
    if (schemaSuffix === undefined) return [[name.replace(/\.[^.]*$/, ''), text]]
    return name.endsWith(schemaSuffix) ? [[name.slice(0, -schemaSuffix.length), text]] : []
  })
  return Object.fromEntries(named)
}
