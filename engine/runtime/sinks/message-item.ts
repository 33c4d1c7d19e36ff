import type { Item, SinkMessage } from '../../sink-pipeline/index.ts'
import { isRecord } from '../../types/go-text.ts'
import { parseJsonText } from '../../types/json-parse.ts'
import type { MessageEncoding } from '../run.ts'

/**
 * What a message says of itself: the rows that a sink of rows gets, or what its bytes are in JSON. Undefined
 * where they are no object or list of objects, and where they are compressed or encrypted.
 */
export function itemOf(
  { data }: SinkMessage,
  { compression, encryption }: MessageEncoding,
): Item | undefined {
  if (!(data instanceof Uint8Array)) return data
  if (compression !== '' || encryption !== '') return undefined
  const parsed = parseJsonText(new TextDecoder().decode(data))
  if (!parsed.ok) return undefined
  const { value } = parsed
  if (isRecord(value)) return value
  const isRows = Array.isArray(value) && value.length > 0 && value.every(isRecord)
  return isRows ? value : undefined
}
