import { JsonTextError, toJsonText } from '../types/json-text.ts'
import { EncodeError } from './encode-error.ts'
import { encodeMessage } from './message-bytes.ts'
import type { Encodable } from './encodable.ts'

/** JSON as Go writes it, byte for byte. */
export function encodeJson(data: Encodable): Uint8Array {
  try {
    return encodeMessage(toJsonText(data))
  } catch (error) {
    if (error instanceof JsonTextError) throw new EncodeError(error.message)
    throw error
  }
}
