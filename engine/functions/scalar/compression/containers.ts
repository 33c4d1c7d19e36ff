import { adler32 } from '../../../base/adler32.ts'
import { crc32 } from '../hash/crc32.ts'
import { CompressionError, unexpectedEnd } from './byte-sink.ts'
import { deflate } from './deflate.ts'
import { inflate } from './inflate.ts'

/** zlib (RFC 1950) and gzip (RFC 1952) around DEFLATE data. */

/** The header is wrong, which eKuiper words differently from an error in the data. */
export class HeaderError extends CompressionError {}

export function zlibCompress(data: Uint8Array): Uint8Array {
  const body = deflate(data)
  const result = new Uint8Array(body.length + 6)
  result.set([0x78, 0x9c])
  result.set(body, 2)
  new DataView(result.buffer).setUint32(body.length + 2, adler32(data))
  return result
}

export function zlibDecompress(data: Uint8Array): Uint8Array {
  if (data.length < 2) throw new HeaderError('unexpected EOF')
  const [method = 0, flags = 0] = data
  const isValid = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0
  if (!isValid) throw new HeaderError('zlib: invalid header')
  if ((flags & 0x20) !== 0) throw new HeaderError('zlib: invalid dictionary')
  const { bytes, end } = inflate(data, 2)
  if (end + 4 > data.length) throw unexpectedEnd()
  if (readUint32(data, end, false) !== adler32(bytes)) {
    throw new CompressionError('zlib: invalid checksum')
  }
  return bytes
}

export function gzipCompress(data: Uint8Array): Uint8Array {
  const body = deflate(data)
  const result = new Uint8Array(body.length + 18)
  result.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  result.set(body, 10)
  const view = new DataView(result.buffer)
  view.setUint32(body.length + 10, crc32(data), true)
  view.setUint32(body.length + 14, data.length, true)
  return result
}

export function gzipDecompress(data: Uint8Array): Uint8Array {
  if (data.length === 0) throw new HeaderError('EOF')
  const start = gzipHeaderEnd(data)
  const { bytes, end } = inflate(data, start)
  if (end + 8 > data.length) throw unexpectedEnd()
  const isValid =
    readUint32(data, end, true) === crc32(bytes) &&
    readUint32(data, end + 4, true) === bytes.length >>> 0
  if (!isValid) throw new CompressionError('gzip: invalid checksum')
  return bytes
}

function gzipHeaderEnd(data: Uint8Array): number {
  if (data.length < 10) throw new HeaderError('unexpected EOF')
  if (data[0] !== 0x1f || data[1] !== 0x8b || data[2] !== 8) {
    throw new HeaderError('gzip: invalid header')
  }
  const flags = data[3] ?? 0
  let at = 10
  if ((flags & 4) !== 0) at += 2 + (data[at] ?? 0) + ((data[at + 1] ?? 0) << 8)
  if ((flags & 8) !== 0) at = data.indexOf(0, at) + 1 || data.length
  if ((flags & 16) !== 0) at = data.indexOf(0, at) + 1 || data.length
  if ((flags & 2) !== 0) at += 2
  if (at > data.length) throw new HeaderError('unexpected EOF')
  return at
}

function readUint32(data: Uint8Array, at: number, isLittleEndian: boolean): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(at, isLittleEndian)
}
