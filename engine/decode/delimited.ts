import { createRecord, type RecordValue } from '../types/value.ts'
import { decodeUtf8 } from './json/text-bytes.ts'

/**
 * Text cut at a delimiter, without quoting, trimming or lines. Values are strings named by `names`, else
 * `col0`, `col1`, ...; values without a name are dropped when names are given. A schema changes nothing.
 */
export function decodeDelimited(
  payload: Uint8Array,
  delimiter: string,
  names: readonly string[] | undefined,
): RecordValue {
  const record = createRecord()
  const values = decodeUtf8(payload, 0, payload.length).split(delimiter)
  values.forEach((value, index) => {
    const name = names === undefined ? `col${index}` : names[index]
    if (name !== undefined) record[name] = value
  })
  return record
}
