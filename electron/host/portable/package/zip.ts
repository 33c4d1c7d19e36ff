import { crc32, inflateRawSync } from 'node:zlib'

/** A zip file that cannot be used; the message names the entry. */
export class ZipError extends Error {
  readonly kind = 'zip-error'
  constructor(message: string) {
    super(message)
    this.name = 'ZipError'
  }
}

export interface ZipEntry {
  /** With `/` between folders, never absolute, never with `..`. */
  readonly path: string
  readonly isFolder: boolean
  /** Unix permissions, where the archive has them. */
  readonly mode: number | undefined
  readonly data: Buffer
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const END_LENGTH = 22
const MAX_COMMENT = 0xffff
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
const SYMBOLIC_LINK = 0o120000
const FILE_TYPE = 0o170000
/** Against an archive that unpacks to more than a disk: far above any plugin. */
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024

/** All entries of a zip archive. Throws ZipError for damage and for paths that lead out of the folder. */
export function readZip(archive: Buffer): ZipEntry[] {
  const { count, offset } = findDirectory(archive)
  const entries: ZipEntry[] = []
  let at = offset
  let total = 0
  for (let index = 0; index < count; index += 1) {
    const header = readCentralHeader(archive, at)
    total += header.size
    if (total > MAX_TOTAL_BYTES) throw new ZipError('it unpacks to more than 1 GB')
    entries.push(readEntry(archive, header))
    at = header.next
  }
  return entries
}

interface CentralHeader {
  readonly path: string
  readonly flags: number
  readonly method: number
  readonly compressedSize: number
  readonly size: number
  readonly crc: number
  readonly mode: number | undefined
  readonly localOffset: number
  readonly next: number
}

function findDirectory(archive: Buffer): { count: number; offset: number } {
  const first = Math.max(0, archive.length - END_LENGTH - MAX_COMMENT)
  for (let at = archive.length - END_LENGTH; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) !== END_OF_DIRECTORY) continue
    const count = archive.readUInt16LE(at + 10)
    const offset = archive.readUInt32LE(at + 16)
    if (count === 0xffff || offset === 0xffffffff)
      throw new ZipError('zip64 archives are not supported')
    return { count, offset }
  }
  throw new ZipError('it is not a zip archive, or its end is missing')
}

function readCentralHeader(archive: Buffer, at: number): CentralHeader {
  if (at + 46 > archive.length || archive.readUInt32LE(at) !== CENTRAL_HEADER) {
    throw new ZipError(`its directory is damaged at byte ${String(at)}`)
  }
  const nameLength = archive.readUInt16LE(at + 28)
  const next = at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  if (next > archive.length) throw new ZipError(`its directory is damaged at byte ${String(at)}`)
  const madeOnUnix = archive.readUInt8(at + 5) === 3
  return {
    path: archive.toString('utf8', at + 46, at + 46 + nameLength),
    flags: archive.readUInt16LE(at + 8),
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    compressedSize: archive.readUInt32LE(at + 20),
    size: archive.readUInt32LE(at + 24),
    mode: madeOnUnix ? archive.readUInt16LE(at + 40) : undefined,
    localOffset: archive.readUInt32LE(at + 42),
    next,
  }
}

function readEntry(archive: Buffer, header: CentralHeader): ZipEntry {
  const path = safePath(header.path)
  if (header.flags & ENCRYPTED) throw new ZipError(`entry ${path} is encrypted`)
  if (header.mode !== undefined && (header.mode & FILE_TYPE) === SYMBOLIC_LINK) {
    throw new ZipError(`entry ${path} is a symbolic link; put the file itself into the archive`)
  }
  const mode = header.mode === undefined ? undefined : header.mode & 0o777
  if (header.path.endsWith('/')) return { path, isFolder: true, mode, data: Buffer.alloc(0) }
  const data = unpack(compressedBytes(archive, header, path), header, path)
  if (data.length !== header.size || crc32(data) !== header.crc) {
    throw new ZipError(`entry ${path} is damaged: its checksum does not match`)
  }
  return { path, isFolder: false, mode, data }
}

function compressedBytes(archive: Buffer, header: CentralHeader, path: string): Buffer {
  const at = header.localOffset
  if (at + 30 > archive.length || archive.readUInt32LE(at) !== LOCAL_HEADER) {
    throw new ZipError(`entry ${path} is damaged: its data is missing`)
  }
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28)
  const end = start + header.compressedSize
  if (end > archive.length) throw new ZipError(`entry ${path} is damaged: its data is cut off`)
  return archive.subarray(start, end)
}

function unpack(bytes: Buffer, { method, size }: CentralHeader, path: string): Buffer {
  if (method === STORED) return bytes
  if (method !== DEFLATED) {
    throw new ZipError(`entry ${path} is packed with method ${String(method)}; use deflate or none`)
  }
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
  } catch (error) {
    throw new ZipError(
      `entry ${path} is damaged: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function safePath(path: string): string {
  const parts = path.replace(/\/$/, '').split('/')
  const isUnsafe =
    path.startsWith('/') ||
    /[\\\0]/.test(path) ||
    /^[a-z]:/i.test(path) ||
    parts.some((part) => part === '..')
  if (isUnsafe) throw new ZipError(`entry ${JSON.stringify(path)} leads out of the plugin's folder`)
  return parts.filter((part) => part !== '.' && part !== '').join('/')
}
