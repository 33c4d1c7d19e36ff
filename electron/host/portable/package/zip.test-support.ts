import { crc32, deflateRawSync } from 'node:zlib'

export interface Entry {
  readonly path: string
  readonly text?: string
  readonly isStored?: boolean
  readonly mode?: number
  readonly changes?: (central: Buffer) => void
}

/** A zip archive as common tools write it. */
export function createZip(entries: readonly Entry[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { path, text = '', isStored = false, mode = 0o100644, changes } of entries) {
    const name = Buffer.from(path)
    const data = Buffer.from(text)
    const packed = isStored ? data : deflateRawSync(data)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt8(3, 5)
    central.writeUInt16LE(isStored ? 0 : 8, 10)
    central.writeUInt32LE(crc32(data), 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(data.length, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt16LE(mode, 40)
    central.writeUInt32LE(offset, 42)
    changes?.(central)
    locals.push(local, name, packed)
    centrals.push(central, name)
    offset += local.length + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, ...centrals, end, Buffer.from(comment)])
}
