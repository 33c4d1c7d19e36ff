import { JsonTextError } from '../types/json-text.ts'
import { EncodeError } from './encode-error.ts'
import type { Encodable } from './encodable.ts'
import { JsonWriter } from './json-writer.ts'

const writer = new JsonWriter()

/** JSON as Go writes it, byte for byte. */
export function encodeJson(data: Encodable): Uint8Array {
  try {
    return writer.write(data)
  } catch (error) {
    if (error instanceof JsonTextError) throw new EncodeError(error.message)
    throw error
  }
}
