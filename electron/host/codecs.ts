import zlib from 'node:zlib'
import process from 'node:process'
import type { PayloadCodecs } from '#engine'
import { createAes } from './aes.ts'

/** Compression and encryption that Node brings. The engine refuses an action that asks for another method. */
export const nodeCodecs: PayloadCodecs = {
  compressors: {
    gzip: () => (bytes) => zlib.gzipSync(bytes),
    zlib: () => (bytes) => zlib.deflateSync(bytes),
    flate: () => (bytes) => zlib.deflateRawSync(bytes),
    ...zstdOf(zlib as typeof zlib & Zstd),
  },
  encryptors: { aes: createAes(process.env) },
}

/** Node has it since 22.15, its types do not know it yet. The engine's own frames are valid, but hardly smaller. */
function zstdOf(library: Zstd): PayloadCodecs['compressors'] {
  const { zstdCompressSync: compress } = library
  return compress === undefined ? {} : { zstd: () => (bytes) => compress(bytes) }
}

interface Zstd {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array
}
