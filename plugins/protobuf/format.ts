import type { DescMessage } from '@bufbuild/protobuf'
import {
  ConfigurationError,
  defineFormat,
  type FormatColumn,
  type FormatSchema,
  type SchemaInspection,
  z,
} from '#engine/api'
import { ColumnsError, columnsOfMessage } from './schema/message-columns.ts'
import { loadSchema } from './schema/load-schema.ts'
import { SchemaError } from './schema/schema-error.ts'
import { decodeMessage } from './values/decode-message.ts'
import { encodeMessage } from './values/encode-message.ts'

export const protobufFormat = defineFormat({
  type: 'protobuf',
  title: 'Protocol Buffers',
  summary: 'Binary messages that a .proto schema of the project describes.',
  keywords: ['protobuf', 'proto', 'binary', 'schema'],
  icon: 'binary',
  properties: z.object({}),
  examples: [{ title: 'Readings of telemetry.proto', properties: {} }],
  needsSchema: true,
  schemaSuffix: '.proto',
  createEncoder({ schema }) {
    const type = findMessage(schema)
    return (rows) => encodeMessage(type, rows)
  },
  createDecoder({ schema }) {
    const type = findMessage(schema)
    return (payload) => decodeMessage(type, payload)
  },
  columnsOf,
  inspectSchema,
})

function findMessage(schema: FormatSchema | undefined): DescMessage {
  if (schema === undefined) throw new ConfigurationError('schemaId', 'schemaId is required')
  const { file, message } = schema
  const messages = loadMessages(schema)
  const found = messages.find(({ typeName }) => typeName === message)
  if (found !== undefined) return found
  const near = messages.find(({ name }) => name === message)
  const names = messages.map(({ typeName }) => typeName).join(', ')
  const hint =
    near !== undefined
      ? `write ${file}.${near.typeName}: the schema has a package`
      : names === ''
        ? 'it declares no message'
        : `it declares ${names}`
  throw new ConfigurationError(
    'schemaId',
    `message type ${message === '' ? '""' : message} not found in schema file ${file}.proto; ${hint}`,
  )
}

function columnsOf(schema: FormatSchema): readonly FormatColumn[] {
  try {
    return columnsOfMessage(findMessage(schema))
  } catch (error) {
    if (!(error instanceof ColumnsError)) throw error
    throw new ConfigurationError('schemaId', error.message)
  }
}

function loadMessages({ file, files }: FormatSchema): readonly DescMessage[] {
  try {
    return loadSchema(file, files).messages
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    const message = `parse schema file ${file}.proto failed: ${error.message}`
    throw new ConfigurationError('schemaId', message)
  }
}

function inspectSchema({ file, files }: FormatSchema): SchemaInspection {
  try {
    return {
      messages: loadSchema(file, files).messages.map(({ typeName }) => typeName),
      problems: [],
    }
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    const { place, text } = error
    return { messages: [], problems: [{ ...place, message: text }] }
  }
}
