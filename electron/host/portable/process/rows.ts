import { createRecord } from '#engine/api'
import type { RecordValue, RowMessage, Value } from '#engine/api'
import { isRecord } from '../package/localized.ts'

/** One message of a source: `{"message": {...}, "meta": {...}}`. Throws an Error for anything else. */
export function readRow(message: Buffer): RowMessage {
  const text = message.toString('utf8')
  const json = parse(text)
  if (!isRecord(json)) throw unusable(text, 'a row must be {"message": {...}, "meta": {...}}')
  // eKuiper takes this for a row without columns; it is the SDK's way to report a fault.
  if (json.message === undefined && json.error !== undefined) throw new Error(errorText(json.error))
  const row = readObject(json.message, text, 'message')
  const metadata =
    json.meta === undefined || json.meta === null ? undefined : readObject(json.meta, text, 'meta')
  return { row, ...(metadata && { metadata }) }
}

/** JSON as values: numbers are float64, as in every schemaless stream. */
export function toValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(toValue)
  if (isRecord(json)) return toRecord(json)
  return json as null | boolean | number | string
}

function toRecord(json: Readonly<Record<string, unknown>>): RecordValue {
  const record = createRecord()
  for (const key of Object.keys(json)) record[key] = toValue(json[key])
  return record
}

function readObject(json: unknown, text: string, part: string): RecordValue {
  if (json === undefined || json === null) return createRecord()
  if (!isRecord(json)) throw unusable(text, `its ${part} is not an object`)
  return toRecord(json)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unusable(text, error instanceof Error ? error.message : String(error))
  }
}

function unusable(text: string, why: string): Error {
  return new Error(
    `Invalid data format, cannot decode ${text.slice(0, 1_000)} to json format with error ${why}`,
  )
}

function errorText(error: unknown): string {
  const text = typeof error === 'string' ? error : JSON.stringify(error)
  return text.trim() === '' ? 'the plugin reported an error without a text' : text
}
