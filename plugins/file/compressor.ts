import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { ConfigurationError } from '#engine/api'

/** Turns the pieces of a file into one compressed stream. */
export interface Compressor {
  /** Resolves to bytes from which everything given so far can be read, also where nothing follows. */
  compress(bytes: Buffer): Promise<Buffer>
  /** Resolves to the last bytes. */
  end(): Promise<Buffer>
}

/** Undefined without compression. Throws ConfigurationError where the method is not there. */
export function findCompressor(method: string): (() => Compressor) | undefined {
  switch (method) {
    case '':
      return undefined
    case 'gzip':
      return () => new StreamCompressor(zlib.createGzip(), zlib.constants.Z_SYNC_FLUSH)
    default:
      return findZstd(method)
  }
}

/** Node has it since 22.15, its types do not know it yet. */
interface Zstd {
  readonly createZstdCompress?: () => ZlibStream
  readonly constants: { readonly ZSTD_e_flush?: number }
}

function findZstd(method: string): () => Compressor {
  const { createZstdCompress, constants } = zlib as typeof zlib & Zstd
  if (method !== 'zstd' || createZstdCompress === undefined) {
    throw new ConfigurationError(
      'compression',
      `files cannot be compressed with ${method} on this version of Node: use gzip`,
    )
  }
  return () => new StreamCompressor(createZstdCompress(), constants.ZSTD_e_flush ?? 1)
}

type ZlibStream = Transform & { flush(kind: number, done: () => void): void }

class StreamCompressor implements Compressor {
  readonly #stream: ZlibStream
  readonly #flushKind: number
  #chunks: Buffer[] = []
  #failure: Error | undefined

  constructor(stream: ZlibStream, flushKind: number) {
    this.#stream = stream
    this.#flushKind = flushKind
    stream.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    stream.on('error', (error) => {
      this.#failure = error
    })
  }

  compress(bytes: Buffer): Promise<Buffer> {
    return this.#settle((done) => {
      this.#stream.write(bytes)
      this.#stream.flush(this.#flushKind, done)
    })
  }

  end(): Promise<Buffer> {
    return this.#settle((done) => {
      this.#stream.once('end', done)
      this.#stream.end()
    })
  }

  #settle(start: (done: () => void) => void): Promise<Buffer> {
    // A stream that has failed answers nothing any more.
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#stream.once('error', reject)
      start(() => {
        this.#stream.off('error', reject)
        const chunks = this.#chunks
        this.#chunks = []
        resolve(Buffer.concat(chunks))
      })
    })
  }
}
