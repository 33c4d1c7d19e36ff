import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import type { FormatColumn } from '#engine/api'

/** A message that eKuiper finds no columns for; the message is for the user. */
export class ColumnsError extends Error {
  override readonly name = 'ColumnsError'
}

/**
 * The columns eKuiper infers from a message: a field each, in the order of the text, maps as their
 * entries. Throws ColumnsError for a group and for a message that holds itself.
 */
export function columnsOfMessage(type: DescMessage): readonly FormatColumn[] {
  return fieldsOf(type, [])
}

/** `around` are the types of the messages it stands in. */
function fieldsOf(type: DescMessage, around: readonly string[]): readonly FormatColumn[] {
  if (around.includes(type.typeName)) {
    const circle = [...around.slice(around.indexOf(type.typeName)), type.typeName].join(' holds ')
    throw new ColumnsError(
      `${circle}: the columns of a message that holds itself have no end, and eKuiper's server dies looking for it; leave that field out`,
    )
  }
  const inside = [...around, type.typeName]
  return type.fields.map((field) => ({ name: field.name, type: typeOf(field, inside) }))
}

function typeOf(field: DescField, around: readonly string[]): string {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarType(field.scalar)
    case 'enum':
      return 'bigint'
    case 'message':
      return messageType(field, field.message, around)
    case 'list':
      return `array(${itemType(field, around)})`
    case 'map':
      return `array(struct(\`key\` ${scalarType(field.mapKey)}, \`value\` ${mapValueType(field, around)}))`
  }
}

function itemType(field: DescField & { fieldKind: 'list' }, around: readonly string[]): string {
  if (field.listKind === 'message') return messageType(field, field.message, around)
  return field.listKind === 'enum' ? 'bigint' : scalarType(field.scalar)
}

function mapValueType(field: DescField & { fieldKind: 'map' }, around: readonly string[]): string {
  if (field.mapKind === 'message') return structType(field.message, around)
  return field.mapKind === 'enum' ? 'bigint' : scalarType(field.scalar)
}

function messageType(
  field: { readonly name: string; readonly delimitedEncoding: boolean },
  type: DescMessage,
  around: readonly string[],
): string {
  if (field.delimitedEncoding) {
    throw new ColumnsError(`invalid type for field '${field.name}': a group is no column`)
  }
  return structType(type, around)
}

function structType(type: DescMessage, around: readonly string[]): string {
  const fields = fieldsOf(type, around).map((field) => `\`${field.name}\` ${field.type}`)
  return `struct(${fields.join(', ')})`
}

function scalarType(type: ScalarType): string {
  switch (type) {
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return 'float'
    case ScalarType.BOOL:
      return 'boolean'
    case ScalarType.STRING:
      return 'string'
    case ScalarType.BYTES:
      return 'bytea'
    default:
      return 'bigint'
  }
}
