import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { StoredMessages } from '#engine'
import { lockFolder } from './folder-lock.ts'
import { frame, messageAt } from './frame.ts'
import { Segment } from './segment.ts'

/** A segment that is larger gets no more messages. */
const fullSegment = 1_000_000
/** Digits of a file name, so that names sort as numbers do. */
const nameDigits = 16

/**
 * A queue of messages in a folder: segments with the messages, and the number of the oldest that is still
 * needed. Every message has a number that never comes again. What `append` returned from is in the system's
 * hands and survives the end of this process; a power cut may cost the newest segment's last messages.
 */
export class MessageFolder implements StoredMessages {
  private readonly folder: string
  private readonly unlock: () => void
  private readonly position: number
  private segments: Segment[] = []
  private oldest = 0
  private count = 0
  private isClosed = false

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.folder = folder
    this.unlock = lockFolder(folder)
    try {
      this.position = openSync(join(folder, 'position'), constants.O_RDWR | constants.O_CREAT)
      this.openSegments()
    } catch (error) {
      this.unlock()
      throw error
    }
  }

  private openSegments(): void {
    for (const name of readdirSync(this.folder).toSorted()) {
      const first = numberOf(name)
      if (first !== undefined) this.segments.push(Segment.open(join(this.folder, name), first))
    }
    const start = this.segments[0]?.first ?? 0
    // A position that cannot be read means that everything is sent once more.
    const written = readPosition(join(this.folder, 'position')) ?? start
    // Messages that a power cut took from the end are gone, their numbers stay used.
    this.oldest = Math.max(start, written)
    for (const { first, end } of this.segments) {
      this.count += Math.max(0, end - Math.max(first, this.oldest))
    }
    this.removeDone()
  }

  private get end(): number {
    return Math.max(this.oldest, this.segments.at(-1)?.end ?? 0)
  }

  get length(): number {
    return this.count
  }

  append(message: Uint8Array): void {
    this.openEnd().append(message)
    this.count += 1
  }

  private openEnd(): Segment {
    const last = this.segments.at(-1)
    const isUsable = last !== undefined && last.bytes < fullSegment && last.end >= this.oldest
    if (isUsable) return last
    last?.seal()
    const { end } = this
    const name = `${String(end).padStart(nameDigits, '0')}.messages`
    const segment = Segment.create(join(this.folder, name), end)
    this.segments.push(segment)
    return segment
  }

  read(from: number, count: number): readonly Uint8Array[] {
    const messages: Uint8Array[] = []
    let skip = from
    for (const segment of this.segments) {
      const first = Math.max(segment.first, this.oldest) + skip
      if (first >= segment.end) {
        skip -= Math.max(0, segment.end - Math.max(segment.first, this.oldest))
        continue
      }
      messages.push(...segment.messages(first, count - messages.length))
      skip = 0
      if (messages.length >= count) break
    }
    return messages
  }

  drop(count: number): void {
    let left = count
    for (const { first, end } of this.segments) {
      const start = Math.max(first, this.oldest)
      const dropped = Math.min(left, end - start)
      if (dropped <= 0) continue
      this.oldest = start + dropped
      this.count -= dropped
      left -= dropped
      if (left === 0) break
    }
    // First, because it makes room for the position on a disk that is full.
    this.removeDone()
    this.writePosition()
  }

  private writePosition(): void {
    const number = new Uint8Array(8)
    new DataView(number.buffer).setBigUint64(0, BigInt(this.oldest))
    writeSync(this.position, frame(number), 0, undefined, 0)
  }

  /** Segments without a message that is needed; the last one goes when it is full. */
  private removeDone(): void {
    for (let first = this.segments[0]; first !== undefined; first = this.segments[0]) {
      const isLast = this.segments.length === 1
      if (first.end > this.oldest || (isLast && first.bytes < fullSegment)) return
      first.remove()
      this.segments.shift()
    }
  }

  clear(): void {
    this.oldest = this.end
    this.count = 0
    for (const segment of this.segments) segment.remove()
    this.segments = []
    this.writePosition()
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.segments.at(-1)?.seal()
    closeSync(this.position)
    this.unlock()
  }
}

function numberOf(name: string): number | undefined {
  const match = /^(\d{16})\.messages$/.exec(name)
  return match === null ? undefined : Number(match[1])
}

function readPosition(file: string): number | undefined {
  const number = messageAt(readFileSync(file), 0)
  if (number?.length !== 8) return undefined
  return Number(new DataView(number.buffer, number.byteOffset).getBigUint64(0))
}
