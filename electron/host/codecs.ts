import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { PayloadCodecs } from '#engine'

/** Compression that Node brings. The engine refuses an action that asks for another method. */
export const nodeCodecs: PayloadCodecs = {
  compressors: {
    gzip: () => (bytes) => gzipSync(bytes),
    zlib: () => (bytes) => deflateSync(bytes),
    flate: () => (bytes) => deflateRawSync(bytes),
  },
  encryptors: {},
}
