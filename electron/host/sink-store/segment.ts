import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { frame, headerLength, messageAt } from './frame.ts'

/** A file of messages, one behind the other. Its name is the number of its first message. */
export class Segment {
  readonly file: string
  readonly first: number
  private count: number
  private size: number
  private descriptor: number | undefined
  /** What was read of the file last; its messages are looked at in order, page by page. */
  private found: Frames = noFrames

  private constructor(file: string, first: number, count: number, size: number) {
    this.file = file
    this.first = first
    this.count = count
    this.size = size
  }

  static create(file: string, first: number): Segment {
    const segment = new Segment(file, first, 0, 0)
    segment.descriptor = openSync(file, 'wx')
    return segment
  }

  /** A file that an earlier process left. What is half written at its end is cut off. */
  static open(file: string, first: number): Segment {
    const bytes = readFileSync(file)
    const { messages, end } = findFrames(bytes, noFrames)
    const segment = new Segment(file, first, messages.length, end)
    if (end < bytes.length) {
      segment.descriptor = openSync(file, 'r+')
      ftruncateSync(segment.descriptor, end)
    }
    return segment
  }

  /** The number behind its last message. */
  get end(): number {
    return this.first + this.count
  }

  get bytes(): number {
    return this.size
  }

  append(message: Uint8Array): void {
    this.descriptor ??= openSync(this.file, 'r+')
    const bytes = frame(message)
    try {
      writeAll(this.descriptor, bytes, this.size)
    } catch (error) {
      // What a full disk left of the message must not stand in front of the next one.
      ftruncateSync(this.descriptor, this.size)
      throw error
    }
    this.size += bytes.length
    this.count += 1
  }

  /** The messages from number `from` on, at most `count`. */
  messages(from: number, count: number): readonly Uint8Array[] {
    const last = Math.min(this.end, from + count)
    if (this.found.messages.length < last - this.first) {
      this.found = findFrames(readFileSync(this.file), this.found)
    }
    const messages = this.found.messages.slice(from - this.first, last - this.first)
    if (messages.length < last - from) throw new Error(`${this.file} was changed by somebody else`)
    return messages
  }

  /** Nothing is added any more: it is written down for good, so that it survives a power cut. */
  seal(): void {
    if (this.descriptor === undefined) return
    fsyncSync(this.descriptor)
    closeSync(this.descriptor)
    this.descriptor = undefined
  }

  remove(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor)
    this.descriptor = undefined
    unlinkSync(this.file)
  }
}

interface Frames {
  readonly messages: readonly Uint8Array[]
  /** Where the last one ends. */
  readonly end: number
}

const noFrames: Frames = { messages: [], end: 0 }

/** Goes on behind the frames that are known. */
function findFrames(bytes: Uint8Array, known: Frames): Frames {
  const messages = [...known.messages]
  let { end } = known
  for (let next = messageAt(bytes, end); next !== undefined; next = messageAt(bytes, end)) {
    messages.push(next)
    end += headerLength + next.length
  }
  return { messages, end }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  let written = 0
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written)
  }
}
