import { type DescField, type DescMessage, fromBinary, ScalarType } from '@bufbuild/protobuf'
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect'
import { createRecord, NIL_LIST, type RecordValue, type Value } from '#engine/api'
import { isRequired } from './is-required.ts'
import { isWrapper } from './wrapper-types.ts'

/**
 * The row of one payload, as eKuiper's converter makes it: every field that is not in a oneof is there,
 * with its default where the payload has none; fields of a oneof and `optional` ones of proto3 only where
 * they are set. Map fields and groups are left out. Throws an Error for bytes that are no such message.
 */
export function decodeMessage(type: DescMessage, payload: Uint8Array): RecordValue {
  const message = reflect(type, readMessage(type, payload))
  const missing = missingFields(message, '')
  if (missing.length > 0) throw new Error(`some required fields missing: ${missing.join(', ')}`)
  return recordOf(message, [])
}

function readMessage(type: DescMessage, payload: Uint8Array): ReturnType<typeof fromBinary> {
  try {
    return fromBinary(type, payload, { readUnknownFields: false })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isCut = error instanceof RangeError || reason.includes('premature EOF')
    throw new Error(isCut ? 'unexpected EOF' : reason, { cause: error })
  }
}

function missingFields(message: ReflectMessage, prefix: string): readonly string[] {
  return message.fields.flatMap((field) => {
    if (!message.isSet(field)) return isRequired(field) ? [`${prefix}${field.name}`] : []
    if (field.fieldKind === 'message') {
      return missingFields(message.get(field), `${prefix}${field.name}.`)
    }
    if (field.fieldKind !== 'list' || field.listKind !== 'message') return []
    return [...message.get(field)].flatMap((item, index) =>
      missingFields(item as ReflectMessage, `${prefix}${field.name}[${String(index)}].`),
    )
  })
}

/** `unset` are the types of the messages around it that the payload does not have. */
function recordOf(message: ReflectMessage, unset: readonly string[]): RecordValue {
  const record = createRecord()
  for (const field of message.fields) {
    const isChoice = field.oneof !== undefined || field.proto.proto3Optional
    if (isChoice && !message.isSet(field)) continue
    const value = valueOf(message, field, unset)
    if (value !== undefined) record[field.name] = value
  }
  return record
}

function valueOf(
  message: ReflectMessage,
  field: DescField,
  unset: readonly string[],
): Value | undefined {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarValue(field.scalar, message.get(field))
    case 'enum':
      return BigInt(message.get(field))
    case 'list': {
      const items = [...message.get(field)]
      if (field.listKind === 'message') return items.map((item) => messageValue(item, unset))
      // The nil slice of Go, which eKuiper sends as null.
      if (items.length === 0) return NIL_LIST
      return items.map((item) => scalarValue(field.scalar, item))
    }
    case 'map':
      return undefined
    case 'message':
      if (field.delimitedEncoding) return undefined
      if (message.isSet(field)) return messageValue(message.get(field), unset)
      return unsetValue(message, field, unset)
  }
}

/** Of proto3 nothing; of proto2 the message with all its defaults, as long as it does not hold itself. */
function unsetValue(
  message: ReflectMessage,
  field: DescField & { readonly fieldKind: 'message' },
  unset: readonly string[],
): Value {
  const { typeName } = field.message
  if (message.desc.file.proto.syntax === 'proto3' || unset.includes(typeName)) return null
  return messageValue(message.get(field), [...unset, typeName])
}

function messageValue(value: unknown, unset: readonly string[]): Value {
  const message = value as ReflectMessage
  const [field] = message.fields
  if (field?.fieldKind === 'scalar' && isWrapper(message.desc)) {
    return scalarValue(field.scalar, message.get(field))
  }
  return recordOf(message, unset)
}

/** Every integer is an int64; enums have no scalar type. */
function scalarValue(type: ScalarType | undefined, value: unknown): Value {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value)
  if (typeof value !== 'number') return value as string | boolean | Uint8Array
  return type === ScalarType.DOUBLE || type === ScalarType.FLOAT ? value : BigInt(value)
}
