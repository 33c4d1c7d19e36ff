import { gzipCompress, zlibCompress } from '../functions/scalar/compression/containers.ts'
import { deflate } from '../functions/scalar/compression/deflate.ts'
import { zstdCompress } from '../functions/scalar/compression/zstd-write.ts'
import { storedLimit, storeFlate, storeGzip, storeZlib, storeZstd } from './stored-form.ts'

/**
 * Compression and encryption that a host brings. Compression works without any host, only slower; what
 * is not here and not built in is refused where an action asks for it.
 */
export interface PayloadCodecs {
  readonly compressors: Readonly<Record<string, CreateCodec>>
  readonly encryptors: Readonly<Record<string, CreateCodec>>
}

/** Throws where the properties or the host's settings (such as a missing key) make the method unusable. */
export type CreateCodec = (properties: Readonly<Record<string, unknown>>) => Codec

/** Takes a whole message. */
export type Codec = (bytes: Uint8Array) => Uint8Array

export const noCodecs: PayloadCodecs = { compressors: {}, encryptors: {} }

interface BuiltInCompressor {
  readonly store: Codec
  readonly compress: Codec
}

const builtIn: Readonly<Record<string, BuiltInCompressor>> = {
  gzip: { store: storeGzip, compress: gzipCompress },
  zlib: { store: storeZlib, compress: zlibCompress },
  flate: { store: storeFlate, compress: deflate },
  zstd: { store: storeZstd, compress: zstdCompress },
}

/** A compressor by eKuiper's name, or undefined where there is none. Names are case-sensitive. */
export function findCompressor(name: string, host: PayloadCodecs): CreateCodec | undefined {
  const own = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
  const given = Object.hasOwn(host.compressors, name) ? host.compressors[name] : undefined
  if (own === undefined) return given
  return (properties) => {
    const compress = given?.(properties) ?? own.compress
    return (bytes) => (bytes.length <= storedLimit ? own.store(bytes) : compress(bytes))
  }
}

/** `aes` needs a key that only a host can have. */
export function findEncryptor(name: string, host: PayloadCodecs): CreateCodec | undefined {
  if (Object.hasOwn(host.encryptors, name)) return host.encryptors[name]
  if (name !== 'aes') return undefined
  return () => {
    throw new Error('AES Key is not defined')
  }
}
