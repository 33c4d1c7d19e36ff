import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  type DescriptorProtoSchema,
  type EnumDescriptorProtoSchema,
  type FieldDescriptorProtoSchema,
  FeatureSet_EnumType,
  FeatureSet_Utf8Validation,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as FieldType,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'
import { Enum, type Field, MapField, type OneOf, Type } from 'protobufjs'
import { findPlace } from './find-place.ts'
import { attempt, type ProtoFile } from './parse-proto.ts'
import { SchemaError } from './schema-error.ts'

type MessageInit = MessageInitShape<typeof DescriptorProtoSchema>
type EnumInit = MessageInitShape<typeof EnumDescriptorProtoSchema>
type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>

const basicTypes: Readonly<Record<string, FieldType>> = {
  double: FieldType.DOUBLE,
  float: FieldType.FLOAT,
  int32: FieldType.INT32,
  int64: FieldType.INT64,
  uint32: FieldType.UINT32,
  uint64: FieldType.UINT64,
  sint32: FieldType.SINT32,
  sint64: FieldType.SINT64,
  fixed32: FieldType.FIXED32,
  fixed64: FieldType.FIXED64,
  sfixed32: FieldType.SFIXED32,
  sfixed64: FieldType.SFIXED64,
  bool: FieldType.BOOL,
  string: FieldType.STRING,
  bytes: FieldType.BYTES,
}

/**
 * The file as Google's descriptor, which reading and writing work from. Names are looked up in the root
 * that the file was parsed into, so every import is there by now. Throws SchemaError.
 */
export function describeFile(file: ProtoFile): FileDescriptorProto {
  const enums = file.types.filter((type) => type instanceof Enum)
  const messages = file.types.filter((type) => type instanceof Type)
  return create(FileDescriptorProtoSchema, {
    name: `${file.name}.proto`,
    package: file.packageName,
    dependency: [...file.imports],
    syntax: file.syntax,
    // eKuiper takes any number for an enum and any bytes for a string.
    options: {
      features: {
        enumType: FeatureSet_EnumType.OPEN,
        utf8Validation: FeatureSet_Utf8Validation.NONE,
      },
    },
    enumType: enums.map(describeEnum),
    messageType: messages.map((type) => describeMessage(type, file)),
  })
}

function describeEnum(type: Enum): EnumInit {
  return {
    name: type.name,
    value: Object.entries(type.values).map(([name, number]) => ({ name, number })),
  }
}

function describeMessage(type: Type, file: ProtoFile): MessageInit {
  const oneofs = type.oneofsArray
  // What another message extends this one with stands among its fields too.
  const fields = type.fieldsArray.filter(({ declaringField }) => declaringField === null)
  const maps = fields.filter((field) => field instanceof MapField)
  const nested = type.nestedArray
  return {
    name: type.name,
    field: fields.map((field) => describeField(field, oneofs, file)),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    enumType: nested.filter((inner) => inner instanceof Enum).map(describeEnum),
    nestedType: [
      ...nested
        .filter((inner) => inner instanceof Type)
        .map((inner) => describeMessage(inner, file)),
      ...maps.map((field) => describeMapEntry(field, file)),
    ],
  }
}

function describeField(field: Field, oneofs: readonly OneOf[], file: ProtoFile): FieldInit {
  checkNumber(field, file)
  const base = { name: field.name, number: field.id }
  if (field instanceof MapField) {
    const typeName = `${field.parent?.fullName ?? ''}.${entryName(field)}`
    return { ...base, label: Label.REPEATED, type: FieldType.MESSAGE, typeName }
  }
  const options = (field.options ?? {}) as Readonly<Record<string, unknown>>
  const packed = options['packed']
  const written = options['default']
  return {
    ...base,
    ...typeOf(field, file),
    label: field.repeated ? Label.REPEATED : isRequired(field) ? Label.REQUIRED : Label.OPTIONAL,
    ...(field.partOf === null ? {} : { oneofIndex: oneofs.indexOf(field.partOf) }),
    ...(options['proto3_optional'] === true ? { proto3Optional: true } : {}),
    ...(typeof packed === 'boolean' ? { options: { packed } } : {}),
    ...(written === undefined || written === null ? {} : { defaultValue: defaultText(written) }),
  }
}

const isRequired = (field: Field): boolean => field.rule === 'required'

const defaultText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** The parser lets some numbers pass that no message can have. */
function checkNumber(field: Field, file: ProtoFile): void {
  const { id, name, parent } = field
  const owner = parent?.fullName ?? ''
  const isReserved = id >= 19_000 && id <= 19_999
  if (id > 0 && !isReserved) return
  const { place } = findPlace(file.name, file.text, `id ${String(id)} in Type ${owner}`)
  const range = isReserved ? '19000 to 19999 are reserved' : 'field numbers begin with 1'
  throw new SchemaError(place, `the field ${name} has the number ${String(id)}; ${range}`)
}

/** An ordinary field, or the values of a map field. */
type TypedField = Pick<Field, 'type'> & { resolve(): Pick<Field, 'resolvedType'> }
type FieldKind = Pick<FieldInit, 'type' | 'typeName'>

function typeOf(field: TypedField, file: ProtoFile): FieldKind {
  const basic = basicTypes[field.type]
  if (basic !== undefined) return { type: basic }
  const { resolvedType } = attempt(file.name, file.text, () => field.resolve())
  const typeName = resolvedType?.fullName ?? ''
  if (resolvedType instanceof Enum) return { type: FieldType.ENUM, typeName }
  const isGroup =
    resolvedType instanceof Type && 'group' in resolvedType && resolvedType.group === true
  return { type: isGroup ? FieldType.GROUP : FieldType.MESSAGE, typeName }
}

const entryName = (field: { readonly name: string }): string =>
  `${field.name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Entry`

function describeMapEntry(field: MapField, file: ProtoFile): MessageInit {
  const label = Label.OPTIONAL
  return {
    name: entryName(field),
    options: { mapEntry: true },
    field: [
      { name: 'key', number: 1, label, type: basicTypes[field.keyType] ?? FieldType.STRING },
      { name: 'value', number: 2, label, ...typeOf(field, file) },
    ],
  }
}
