import { toBytes } from '../types/cast.ts'
import { isList, toGoText } from '../types/go-text.ts'
import { EncodeError } from './encode-error.ts'
import type { Encodable } from './encodable.ts'

/** The bytes of the row's field `self`; a text there is base64 or stands for its own bytes. */
export function encodeBinary(data: Encodable): Uint8Array {
  if (isList(data)) throw new EncodeError(`unsupported type ${toGoText(data)}, must be a map`)
  const self = data['self']
  if (self === undefined) throw new EncodeError('field self not exist')
  const bytes = toBytes(self)
  if (!bytes.ok) throw new EncodeError(bytes.error)
  return bytes.value
}
