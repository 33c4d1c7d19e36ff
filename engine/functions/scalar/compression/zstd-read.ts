import { ByteSink, CompressionError, unexpectedEnd } from './byte-sink.ts'

export function zstdDecompress(data: Uint8Array): Uint8Array {
  const sink = new ByteSink()
  if (data.length < 4) throw unexpectedEnd()
  throw new CompressionError(`zstd: ${sink.length}`)
}
