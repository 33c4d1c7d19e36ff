import { type DescField, type DescMessage, type ScalarType, toBinary } from '@bufbuild/protobuf'
import {
  reflect,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
} from '@bufbuild/protobuf/reflect'
import { describeValue, isRecord, type RecordValue, toGoText, type Value } from '#engine/api'
import { ConversionError, toInt32, toScalar, typeNameOf } from './convert.ts'
import { isRequired } from './is-required.ts'

type ListField = DescField & { readonly fieldKind: 'list' }
type MapField = DescField & { readonly fieldKind: 'map' }

/**
 * The bytes of one row, as eKuiper's converter writes them: columns that are no fields are left out, a
 * column with the wrong kind of value, null too, is an error. Throws an Error with eKuiper's text.
 */
export function encodeMessage(type: DescMessage, data: Value): Uint8Array {
  if (!isRecord(data)) throw new Error(`unsupported type ${toGoText(data)}, must be a map`)
  return toBinary(type, messageOf(type, data).message)
}

function messageOf(type: DescMessage, row: RecordValue): ReflectMessage {
  const message = reflect(type)
  for (const field of type.fields) {
    const value = row[field.name]
    if (value !== undefined) setField(message, field, value)
    else if (isRequired(field)) throw new Error(`field ${field.name} not found`)
  }
  return message
}

function setField(message: ReflectMessage, field: DescField, value: Value): void {
  switch (field.fieldKind) {
    case 'scalar':
      message.set(
        field,
        inField(field, typeNameOf(field.scalar), () => toScalar(field.scalar, value)),
      )
      return
    case 'enum':
      message.set(
        field,
        inField(field, 'int', () => toInt32(value)),
      )
      return
    case 'message':
      if (field.delimitedEncoding) throw new Error(`invalid type for field '${field.name}'`)
      message.set(
        field,
        messageOf(
          field.message,
          inField(field, 'map', () => toRecord(value)),
        ),
      )
      return
    case 'list':
      fillList(message.get(field), field, value)
      return
    case 'map':
      fillMap(message.get(field), field, value)
  }
}

function inField<Result>(field: DescField, type: string, convert: () => Result): Result {
  try {
    return convert()
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new Error(`invalid type for ${type} type field '${field.name}': ${error.message}`, {
      cause: error,
    })
  }
}

function fillList(list: ReflectList, field: ListField, value: Value): void {
  const type = elementName(field)
  for (const [index, item] of itemsOf(field, type, value).entries()) {
    list.add(inList({ field, type, value, index }, () => elementOf(field, item)))
  }
}

function elementName(field: ListField): string {
  if (field.listKind === 'scalar') return typeNameOf(field.scalar)
  return field.listKind === 'enum' ? 'int' : 'map'
}

function elementOf(field: ListField, item: Value): unknown {
  if (field.listKind === 'scalar') return toScalar(field.scalar, item)
  if (field.listKind === 'enum') return toInt32(item)
  return messageOf(
    field.message,
    inField(field, 'map', () => toRecord(item)),
  )
}

/** eKuiper knows a map field as the list of its entries only. */
function fillMap(map: ReflectMap, field: MapField, value: Value): void {
  for (const [index, item] of itemsOf(field, 'map', value).entries()) {
    const entry = inList({ field, type: 'map', value, index }, () => entryOf(field, toRecord(item)))
    map.set(entry.key, entry.value)
  }
}

function entryOf(
  field: MapField,
  entry: RecordValue,
): { key: string | number | bigint | boolean; value: unknown } {
  const key = toScalar(field.mapKey, entry['key'] ?? zeroOf(field.mapKey))
  return { key: key as string | number | bigint | boolean, value: mapValue(field, entry['value']) }
}

function mapValue(field: MapField, value: Value | undefined): unknown {
  if (field.mapKind === 'scalar') return toScalar(field.scalar, value ?? zeroOf(field.scalar))
  if (field.mapKind === 'enum') return toInt32(value ?? 0)
  return messageOf(field.message, value === undefined ? {} : toRecord(value))
}

function zeroOf(type: ScalarType): Value {
  const name = typeNameOf(type)
  if (name === 'bool') return false
  return name === 'string' || name === 'bytes' ? '' : 0
}

function itemsOf(field: DescField, type: string, value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[]
  const reason = `cannot convert ${describeValue(value)} to ${type} slice)`
  throw new Error(`failed to encode field '${field.name}':${reason}`)
}

interface ListPlace {
  readonly field: DescField
  readonly type: string
  readonly value: Value
  readonly index: number
}

function inList<Result>({ field, type, value, index }: ListPlace, convert: () => Result): Result {
  try {
    return convert()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const what = `cannot convert ${describeValue(value)} to ${type} slice`
    throw new Error(
      `failed to encode field '${field.name}':${what} for the ${String(index)} element: ${reason}`,
      { cause: error },
    )
  }
}

function toRecord(value: Value): RecordValue {
  if (isRecord(value)) return value
  throw new ConversionError(value, 'map')
}
