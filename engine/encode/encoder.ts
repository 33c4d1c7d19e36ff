import { encodeBinary } from './binary.ts'
import type { Encoder } from './encodable.ts'
import { createDelimitedEncoder } from './delimited.ts'
import { encodeJson } from './json.ts'
import { encodeUrlencoded } from './urlencoded.ts'

export interface EncoderOptions {
  /** In any case; empty means json. */
  readonly format: string
  readonly delimiter: string
  readonly hasHeader: boolean
  /** The action's `fields`: the column order of delimited rows. */
  readonly fields: readonly string[]
}

/** A new encoder, or undefined for a format that does not exist. It may keep columns from its first row on. */
export function createEncoder(options: EncoderOptions): Encoder | undefined {
  switch (options.format.toLowerCase()) {
    case '':
    case 'json':
      return encodeJson
    case 'delimited':
      return createDelimitedEncoder(options)
    case 'urlencoded':
      return encodeUrlencoded
    case 'binary':
      return encodeBinary
    default:
      return undefined
  }
}
