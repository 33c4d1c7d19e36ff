import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive that is written. */
export interface ZipFile {
  /** With `/` between folders. */
  readonly path: string
  readonly data: Uint8Array
  /** A program that can be started. */
  readonly isExecutable?: boolean
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const VERSION_DEFLATE = 20
/** Made on Unix: only then are the permissions read. */
const UNIX = 3
const UTF8_NAME = 1 << 11
const DEFLATE = 8
/** 1980-01-01, the earliest there is: the same files are the same archive. */
const FIRST_DAY = 0x21

/** The files as a zip archive, with their permissions. The same files give the same bytes. */
export function writeZip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { path, data, isExecutable = false } of files) {
    const name = Buffer.from(path)
    const packed = deflateRawSync(data)
    const shared = sharedHeader(name, data, packed)
    const local = Buffer.concat([uint32(LOCAL_HEADER), shared, name, packed])
    const central = Buffer.alloc(46)
    central.writeUInt32LE(CENTRAL_HEADER, 0)
    central.writeUInt8(VERSION_DEFLATE, 4)
    central.writeUInt8(UNIX, 5)
    shared.copy(central, 6)
    central.writeUInt16LE(isExecutable ? 0o100755 : 0o100644, 40)
    central.writeUInt32LE(offset, 42)
    locals.push(local)
    centrals.push(central, name)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END_OF_DIRECTORY, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

/** The 26 bytes that stand both before the file and in the directory. */
function sharedHeader(name: Buffer, data: Uint8Array, packed: Buffer): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(VERSION_DEFLATE, 0)
  header.writeUInt16LE(UTF8_NAME, 2)
  header.writeUInt16LE(DEFLATE, 4)
  header.writeUInt16LE(FIRST_DAY, 8)
  header.writeUInt32LE(crc32(data), 10)
  header.writeUInt32LE(packed.length, 14)
  header.writeUInt32LE(data.length, 18)
  header.writeUInt16LE(name.length, 22)
  return header
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}
