import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** The methods of eKuiper that Node can undo. */
export const decompressionMethods = ['', 'gzip', 'zlib', 'flate'] as const
export type DecompressionMethod = (typeof decompressionMethods)[number]

/** Throws for bytes that are not compressed in this way. */
export function decompress(payload: Uint8Array, method: DecompressionMethod): Uint8Array {
  switch (method) {
    case '':
      return payload
    case 'gzip':
      return gunzipSync(payload)
    case 'zlib':
      return inflateSync(payload)
    case 'flate':
      return inflateRawSync(payload)
  }
}
