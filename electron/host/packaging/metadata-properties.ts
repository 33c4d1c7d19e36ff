import { isRecord } from '../portable/package/localized.ts'

/** A text in both languages that eKuiper's manager has. */
export const bothLanguages = (text: string) => ({ en_US: text, zh_CN: text })

/** One property of a source or sink in eKuiper's metadata. */
export interface Descriptor {
  readonly name: string
  readonly default?: unknown
  readonly optional: boolean
  readonly control: string
  readonly type: string
  readonly connection_related: boolean
  readonly values?: readonly unknown[]
  readonly hint: ReturnType<typeof bothLanguages>
  readonly label: ReturnType<typeof bothLanguages>
}

/** The properties of a JSON Schema, as eKuiper's forms know them. */
export function describeSchema(schema: Readonly<Record<string, unknown>>): readonly Descriptor[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []
  return Object.entries(properties).flatMap(([name, property]) =>
    isRecord(property) ? [describeProperty(name, property, required.includes(name))] : [],
  )
}

type Schema = Readonly<Record<string, unknown>>

function describeProperty(name: string, property: Schema, isRequired: boolean): Descriptor {
  const { title, description, group } = property
  const type = typeOf(property)
  const initial = defaultOf(property, type)
  const values = valuesOf(property)
  return {
    name,
    ...(initial === undefined ? {} : { default: initial }),
    optional: !isRequired,
    control: controlOf(property, type, values !== undefined),
    type,
    connection_related: group === 'Connection',
    ...(values === undefined ? {} : { values }),
    hint: bothLanguages(typeof description === 'string' ? description : ''),
    label: bothLanguages(typeof title === 'string' ? title : name),
  }
}

function typeOf(property: Schema): string {
  const { type } = property
  switch (type) {
    case 'boolean':
      return 'bool'
    case 'integer':
      return 'int'
    case 'number':
      return 'float'
    case 'object':
      return 'object'
    case 'array':
      return listTypeOf(property['items'])
    default:
      return 'string'
  }
}

function listTypeOf(items: unknown): string {
  const type = isRecord(items) ? items['type'] : undefined
  switch (type) {
    case 'integer':
      return 'list_int'
    case 'number':
      return 'list_float'
    case 'object':
      return 'list_object'
    default:
      return 'list_string'
  }
}

/** The server takes a list for nested descriptors, and refuses the whole file for any other. */
function defaultOf(property: Schema, type: string): unknown {
  const { default: initial, properties } = property
  if (type === 'object' && isRecord(properties)) return describeSchema(property)
  return Array.isArray(initial) || isRecord(initial) ? undefined : initial
}

function valuesOf({ enum: listed, examples }: Schema): readonly unknown[] | undefined {
  const values: unknown = listed ?? examples
  return Array.isArray(values) && values.length > 0 ? values : undefined
}

function controlOf(property: Schema, type: string, hasValues: boolean): string {
  const { secret, widget } = property
  if (secret === true) return 'password'
  if (type === 'bool') return 'radio'
  if (type.startsWith('list_')) return 'list'
  if (hasValues && property['enum'] !== undefined) return 'select'
  return widget === 'code' || widget === 'template' ? 'textarea' : 'text'
}
