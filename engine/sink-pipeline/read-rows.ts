import { createPayloadDecoder, DecodeError } from '../decode/index.ts'
import { encodeUtf8 } from '../types/utf8.ts'
import type { RecordValue } from '../types/value.ts'

/** A template's text that a sink for rows cannot read. eKuiper does not send this error on. */
export class UnreadableTextError extends Error {
  readonly kind = 'unreadable-text-error'
  constructor(message: string) {
    super(message)
    this.name = 'UnreadableTextError'
  }
}

export type ReadText = (text: string) => RecordValue | readonly RecordValue[]

/** Reads a template's text back into a row or rows. Throws UnreadableTextError. */
export function createTextReader(format: string, delimiter: string): ReadText {
  let decode: ReturnType<typeof createPayloadDecoder> | undefined
  return (text) => {
    try {
      // Formats of plugins have no text to read, and no action of them comes here.
      decode ??= createPayloadDecoder(format, delimiter)
      return decode(encodeUtf8(text))
    } catch (error) {
      if (error instanceof DecodeError) throw new UnreadableTextError(error.message)
      throw error
    }
  }
}
