import { Validator, type OutputUnit } from '@cfworker/json-schema'
import { isJsonObject } from '../lib/json.ts'
import { printExactJson, secretIdOf, withFloats } from './ruleset.ts'
import { fieldsOf, isVisible, type Schema, type SchemaField } from './schema.ts'

/** One message for each property that is wrong, by its key. */
export type FieldErrors = Readonly<Record<string, string>>

const validators = new WeakMap<Schema, Validator>()

/**
 * Checks properties against a component's schema; unknown properties are no error, eKuiper keeps them. Names
 * are matched as eKuiper does: in any case, and null is the default.
 */
export function validateProperties(
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
): FieldErrors {
  const fields = fieldsOf(schema)
  const written = writtenKeys(fields, given)
  const values: Record<string, unknown> = {}
  for (const [key, name] of written) values[key] = given[name]
  const errors = findErrors(schema, fields, values)
  return Object.fromEntries(
    Object.entries(errors).map(([key, message]) => [written.get(key) ?? key, message]),
  )
}

/** The names that properties are written with, by those of the schema. */
function writtenKeys(
  fields: readonly SchemaField[],
  given: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  const known = new Map(fields.map(({ key }) => [key.toLowerCase(), key]))
  const written = new Map<string, string>()
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue
    const key = known.get(name.toLowerCase()) ?? name
    if (key === name || !written.has(key)) written.set(key, name)
  }
  return written
}

function findErrors(
  schema: Schema,
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): FieldErrors {
  const errors: Record<string, string> = {}
  for (const field of fields) {
    if (!field.isRequired || !isVisible(field, fields, values)) continue
    const value = values[field.key]
    if (value === undefined || value === '') errors[field.key] = `${field.title} is required.`
  }
  for (const unit of validatorOf(schema).validate(withFloats(values)).errors) {
    const key = keyOf(unit)
    const field = fields.find((candidate) => candidate.key === key)
    if (field === undefined || errors[field.key] !== undefined || !isLeaf(unit)) continue
    // What it stands for is seen by the engine alone.
    if (secretIdOf(values[field.key]) !== undefined) continue
    // The form of a text holds for its template too, as at the start of a run.
    const isRendered = field.isDynamic && isTemplate(values[field.key])
    if (isRendered && unit.keyword !== 'pattern') continue
    if (choiceOf(field.schema, values[field.key]) !== undefined) continue
    errors[field.key] = describeError(unit, { field, root: schema, value: values[field.key] })
  }
  return errors
}

function validatorOf(schema: Schema): Validator {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const open: Record<string, unknown> = { ...schema }
  delete open['required']
  delete open['additionalProperties']
  const validator = new Validator(open, '2020-12', false)
  validators.set(schema, validator)
  return validator
}

/** `#/qos/0` is an error of the property `qos`. */
function keyOf(unit: OutputUnit): string | undefined {
  const first = unit.instanceLocation.split('/')[1]
  return first === undefined
    ? undefined
    : decodeURIComponent(first).replaceAll('~1', '/').replaceAll('~0', '~')
}

/** `properties` and `$ref` only say that something deeper is wrong. */
function isLeaf({ keyword }: OutputUnit): boolean {
  return !['properties', '$ref', 'items', 'allOf', 'additionalProperties', 'prefixItems'].includes(
    keyword,
  )
}

function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{')
}

/** The part of the schema that was not met: `#/properties/port/minimum` is a keyword of the port's. */
function schemaOf({ keywordLocation }: OutputUnit, root: Schema): Schema | undefined {
  let at: unknown = root
  for (const part of keywordLocation.split('/').slice(1, -1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = (at as readonly unknown[])[Number(name)]
    else if (isJsonObject(at)) at = at[name]
    else return undefined
  }
  return isJsonObject(at) ? at : undefined
}

interface Place {
  readonly field: SchemaField
  readonly root: Schema
  readonly value: unknown
}

function describeError(unit: OutputUnit, { field, root, value }: Place): string {
  const isNested = unit.instanceLocation.split('/').length > 2
  const place = isNested ? ` (at ${unit.instanceLocation.split('/').slice(2).join('.')})` : ''
  return `${describeKeyword(unit, schemaOf(unit, root) ?? field.schema, value)}${place}`
}

function describeKeyword(unit: OutputUnit, schema: Schema, value: unknown): string {
  switch (unit.keyword) {
    case 'type':
      return `Must be ${typeName(schema['type'])}.`
    case 'minimum':
      return `Must be at least ${String(schema['minimum'])}.`
    case 'exclusiveMinimum':
      return `Must be more than ${String(schema['exclusiveMinimum'])}.`
    case 'maximum':
      return `Must be at most ${String(schema['maximum'])}.`
    case 'exclusiveMaximum':
      return `Must be less than ${String(schema['exclusiveMaximum'])}.`
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return describeChoices(schema, value)
    case 'minLength':
      return 'Must not be empty.'
    case 'pattern':
      return typeof schema['patternMessage'] === 'string'
        ? schema['patternMessage']
        : `Does not have the form ${String(schema['pattern'])}.`
    case 'format':
      return `Is no valid ${String(schema['format'])}.`
    default:
      return unit.error.replace(/^Instance /, 'Value ')
  }
}

function describeChoices(schema: Schema, value: unknown): string {
  const choices = choicesOf(schema)
  if (choices.length === 0) return `Does not take ${printExactJson(value)}.`
  return `Must be one of ${choices.map((choice) => String(choice)).join(', ')}.`
}

/** The values of an enum, also of one that is written as a list of constants. */
export function choicesOf(schema: Schema): readonly unknown[] {
  if (Array.isArray(schema['enum'])) return schema['enum'] as readonly unknown[]
  const options = schema['anyOf'] ?? schema['oneOf']
  if (!Array.isArray(options)) return []
  const constants = (options as unknown[]).map((option) =>
    isJsonObject(option) ? option['const'] : undefined,
  )
  return constants.includes(undefined) ? [] : constants
}

/** The choice that a value is, in any case where the schema says so; undefined for a value that is none. */
export function choiceOf(schema: Schema, value: unknown): unknown {
  const choices = choicesOf(schema)
  if (choices.includes(value)) return value
  if (schema['anyCase'] !== true || typeof value !== 'string') return undefined
  const wanted = value.toLowerCase()
  return choices.find((choice) => typeof choice === 'string' && choice.toLowerCase() === wanted)
}

function typeName(type: unknown): string {
  switch (type) {
    case 'integer':
      return 'a whole number'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    case 'array':
      return 'a list'
    case 'object':
      return 'an object'
    case 'string':
      return 'a text'
    default:
      return 'another kind of value'
  }
}
