import { issueText, matchPropertyNames } from '#engine'
import { millisecondsOf, z } from '#engine/api'
import { describeProperties } from '../../portable/package/form-schema.ts'
import type { PackagedPart } from './parts.ts'

type Properties = Readonly<Record<string, unknown>>

/** What a part's `configure` may be given. */
export function schemaOf({ schema, descriptors }: PackagedPart): z.ZodObject {
  if (schema !== undefined) {
    const converted = z.fromJSONSchema(schema)
    if (converted instanceof z.ZodObject) return converted
  }
  return descriptors === undefined ? z.looseObject({}) : describeProperties(descriptors)
}

/**
 * The configuration as `configure` gets it in Sluice: checked, names in any case, defaults filled in.
 * Throws an Error that names every property that cannot be used.
 */
export function readProperties(schema: z.ZodObject, given: Properties): Properties {
  const matched = matchPropertyNames({ properties: schema }, given)
  const durations = Object.entries(matched).map(([name, value]) => [
    name,
    readDuration(schema.shape[name] as z.core.$ZodType | undefined, value),
  ])
  const properties = Object.fromEntries(durations) as Properties
  const parsed = schema.safeParse(properties)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map((issue) => issueText(issue, properties)).join('; '))
}

/** The server makes `"150ms"` of numbers that are called interval or timeout. */
function readDuration(property: z.core.$ZodType | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || property === undefined) return value
  if (z.safeParse(property, value).success) return value
  const ms = millisecondsOf(value)
  return ms !== undefined && z.safeParse(property, ms).success ? ms : value
}

/** What the server adds to the configuration of every source. */
const streamOptions = [
  'datasource',
  'delimiter',
  'format',
  'key',
  'retainSize',
  'schemaId',
  'strictValidation',
  'timestamp',
  'timestampFormat',
]

/** A source's configuration without the options of its stream, unless it has such a property itself. */
export function withoutStreamOptions(schema: z.ZodObject, config: Properties): Properties {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name]) => !streamOptions.includes(name) || name in schema.shape,
    ),
  )
}

/** Whether a format is eKuiper's usual one. */
export function isJsonFormat(format: unknown): boolean {
  if (format === undefined || format === '') return true
  return typeof format === 'string' && format.toLowerCase() === 'json'
}

/** A configured value in a message. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
