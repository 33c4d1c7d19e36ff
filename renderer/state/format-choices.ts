import { builtInFormats } from '#engine/language'
import { isJsonObject } from '../lib/json.ts'
import type { Schema } from './schema.ts'
import type { SchemaReport } from './schemas-store.ts'
import type { Component } from './session-store.ts'

/** Every format there is: the engine's own and those of plugins. */
export function formatNames(components: readonly Component[]): readonly string[] {
  return [...builtInFormats, ...formatsOf(components).map(({ type }) => type)]
}

function formatsOf(components: readonly Component[]): readonly Component[] {
  return components.filter(({ kind }) => kind === 'format')
}

/** Whether this format reads or writes with a schema of the project. */
export function takesSchema(format: string, components: readonly Component[]): boolean {
  const name = format.toLowerCase()
  return formatsOf(components).some(({ type, needsSchema }) => {
    return type.toLowerCase() === name && needsSchema === true
  })
}

/** What `schemaId` can name for a format: `file.Message`. */
export function schemaIds(format: string, reports: readonly SchemaReport[]): readonly string[] {
  const name = format.toLowerCase()
  return reports.flatMap(({ file, format: reader, messages }) =>
    reader?.toLowerCase() === name
      ? messages.map((message) => `${file.replace(/\.[^.]*$/, '')}.${message}`)
      : [],
  )
}

/** The schema of a form with `choices` for one property; as it is where there are none. */
function withChoices(schema: Schema, key: string, choices: readonly string[]): Schema {
  const property = propertyOf(schema, key)
  if (choices.length === 0 || property === undefined) return schema
  return withProperty(schema, key, { ...property, enum: choices })
}

/** The common form of actions as it is with the formats and schemas that are there. */
export function withFormatChoices(
  schema: Schema,
  format: string,
  components: readonly Component[],
  reports: readonly SchemaReport[],
): Schema {
  const formats = withChoices(schema, 'format', formatNames(components))
  const property = propertyOf(formats, 'schemaId')
  if (property === undefined) return formats
  const needing = formatsOf(components).filter(({ needsSchema }) => needsSchema === true)
  const values = [...needing.map(({ type }) => type), 'custom']
  const visible = { ...property, visibleIf: { property: 'format', values } }
  return withChoices(
    withProperty(formats, 'schemaId', visible),
    'schemaId',
    schemaIds(format, reports),
  )
}

function propertyOf(schema: Schema, key: string): Schema | undefined {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const property = properties[key]
  return isJsonObject(property) ? property : undefined
}

function withProperty(schema: Schema, key: string, property: Schema): Schema {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  return { ...schema, properties: { ...properties, [key]: property } }
}
