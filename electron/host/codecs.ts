import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import process from 'node:process'
import type { PayloadCodecs } from '#engine'
import { createAes } from './aes.ts'

/** Compression and encryption that Node brings. The engine refuses an action that asks for another method. */
export const nodeCodecs: PayloadCodecs = {
  compressors: {
    gzip: () => (bytes) => gzipSync(bytes),
    zlib: () => (bytes) => deflateSync(bytes),
    flate: () => (bytes) => deflateRawSync(bytes),
  },
  encryptors: { aes: createAes(process.env) },
}
