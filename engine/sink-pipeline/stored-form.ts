import { adler32 } from '../base/adler32.ts'
import { crc32 } from '../functions/scalar/hash/crc32.ts'
import { xxhash64 } from './xxhash64.ts'

/**
 * Small messages hardly get smaller: eKuiper's compressors then store them as they are. These are the
 * bytes they write, so that a short message compressed here is the same to the last byte.
 */

/** Up to this size a Huffman table costs more than it saves. */
export const storedLimit = 128

/** DEFLATE: one stored block, then an empty last one. */
export function storeFlate(data: Uint8Array): Uint8Array {
  const last = [0x03, 0x00]
  if (data.length === 0) return Uint8Array.from(last)
  const size = data.length
  const head = [0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255]
  return concat(head, data, last)
}

export function storeZlib(data: Uint8Array): Uint8Array {
  return concat([0x78, 0x9c], storeFlate(data), bigEndian(adler32(data)))
}

/** The header's time is that of Go's zero time, cut to 32 bits. */
export function storeGzip(data: Uint8Array): Uint8Array {
  const head = [0x1f, 0x8b, 8, 0, 0x00, 0x09, 0x6e, 0x88, 0, 255]
  return concat(head, storeFlate(data), littleEndian(crc32(data)), littleEndian(data.length))
}

/** A frame with one raw block and its checksum. */
export function storeZstd(data: Uint8Array): Uint8Array {
  if (data.length === 0) return data
  const block = (data.length << 3) | 1
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, block & 255, (block >> 8) & 255, block >> 16]
  return concat(head, data, littleEndian(Number(xxhash64(data) & 0xffffffffn)))
}

function concat(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function littleEndian(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
}

function bigEndian(value: number): number[] {
  return littleEndian(value).reverse()
}
