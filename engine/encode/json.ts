import { JsonTextError } from '../types/json-text.ts'
import { EncodeError } from './encode-error.ts'
import type { Encodable } from './encodable.ts'
import { JsonWriter } from './json-writer.ts'
import type { RowValues } from './row-values.ts'

const writer = new JsonWriter()

/** JSON as Go writes it, byte for byte. */
export function encodeJson(data: Encodable): Uint8Array {
  try {
    return writer.write(data)
  } catch (error) {
    throw toEncodeError(error)
  }
}

/** The same of a row without its record: alone, or as the only one of a list. */
export function encodeJsonValues(row: RowValues, isListed: boolean): Uint8Array {
  try {
    return writer.writeValues(row, isListed)
  } catch (error) {
    throw toEncodeError(error)
  }
}

function toEncodeError(error: unknown): unknown {
  return error instanceof JsonTextError ? new EncodeError(error.message) : error
}
