import { isJsonObject } from '../lib/json.ts'

/** A JSON Schema as the contract carries it: read with care, it may come from any plugin. */
export type Schema = Readonly<Record<string, unknown>>

/** One property of a component as its form shows it. */
export interface SchemaField {
  readonly key: string
  readonly title: string
  readonly help?: string
  readonly group: string
  readonly isRequired: boolean
  readonly isSecret: boolean
  readonly isDynamic: boolean
  readonly widget?: string
  readonly placeholder?: string
  /** undefined where there is none. */
  readonly defaultValue: unknown
  readonly visibleIf?: { readonly property: string; readonly values: readonly unknown[] }
  readonly schema: Schema
}

export const groupOrder = ['', 'Connection', 'Target', 'Payload', 'Reliability', 'Advanced']

/** The fields of an object schema, in its order. */
export function fieldsOf(schema: Schema): readonly SchemaField[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []
  return Object.entries(properties).flatMap(([key, property]) =>
    isJsonObject(property) ? [readField(key, property, required.includes(key))] : [],
  )
}

function readField(key: string, schema: Schema, isRequired: boolean): SchemaField {
  const text = (name: string) => {
    const value = schema[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const visibleIf = readCondition(schema['visibleIf'])
  const help = text('description')
  const widget = text('widget')
  const placeholder = text('placeholder')
  return {
    key,
    title: text('title') ?? titleOf(key),
    group: text('group') ?? '',
    isRequired,
    isSecret: schema['secret'] === true,
    isDynamic: schema['dynamic'] === true,
    defaultValue: schema['default'],
    schema,
    ...(help === undefined ? {} : { help }),
    ...(widget === undefined ? {} : { widget }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(visibleIf === undefined ? {} : { visibleIf }),
  }
}

function readCondition(value: unknown): SchemaField['visibleIf'] {
  if (!isJsonObject(value)) return undefined
  const { property, values } = value
  if (typeof property !== 'string' || !Array.isArray(values)) return undefined
  return { property, values: values as readonly unknown[] }
}

/** What the schema's author gives a new node to start with. */
export function starterOf(schema: Schema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fieldsOf(schema).flatMap(({ key, schema: { starter } }) =>
      starter === undefined ? [] : [[key, starter]],
    ),
  )
}

/** `sendSingle` becomes `Send single`. */
export function titleOf(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Whether a field is to be seen with these values; the default counts where a value is missing. */
export function isVisible(
  field: SchemaField,
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  const condition = field.visibleIf
  if (condition === undefined) return true
  const other = fields.find(({ key }) => key === condition.property)
  return condition.values.includes(values[condition.property] ?? other?.defaultValue)
}

/** Own properties first; a common one of the same name is the component's own. */
export function mergeSchemas(own: Schema, common: Schema): Schema {
  const commonProperties = isJsonObject(common['properties']) ? common['properties'] : {}
  const ownProperties = isJsonObject(own['properties']) ? own['properties'] : {}
  const defaultGroup = Object.fromEntries(
    Object.entries(commonProperties).map(([key, property]) => [
      key,
      isJsonObject(property) && property['group'] === undefined
        ? { ...property, group: 'Advanced' }
        : property,
    ]),
  )
  return {
    ...own,
    properties: { ...ownProperties, ...without(defaultGroup, Object.keys(ownProperties)) },
    ...(isJsonObject(own['$defs']) || isJsonObject(common['$defs'])
      ? { $defs: { ...(common['$defs'] as object), ...(own['$defs'] as object) } }
      : {}),
  }
}

function without<Value>(
  record: Record<string, Value>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}
