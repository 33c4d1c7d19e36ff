/** Short messages share chunks of this size: memory of its own for each costs more than writing it. */
const chunkSize = 16 * 1024
const longestShared = chunkSize / 4
/** A message that outgrew its chunk is copied out; more memory than this is not kept for the next one. */
const mostKept = 1024 * 1024

/** Memory into which one message after the other is written. */
export class MessageBuffer {
  /** Both change whenever room is made. */
  bytes = new Uint8Array(chunkSize)
  view = new DataView(this.bytes.buffer)
  /** Where the message begins that is being written. */
  from = 0
  private chunk = this.bytes
  private used = 0
  private large = new Uint8Array(0)

  /** Begins a message, also after one that was given up; returns where. */
  start(): number {
    if (this.chunk.length - this.used < longestShared) {
      this.chunk = new Uint8Array(chunkSize)
      this.used = 0
    }
    if (this.bytes !== this.chunk) this.use(this.chunk)
    this.from = this.used
    return this.from
  }

  /** Makes sure that `count` bytes fit behind `at`; returns where `at` is now. */
  reserve(at: number, count: number): number {
    return this.bytes.length - at >= count ? at : this.move(at, count)
  }

  /** The message that ends at `end`. It may be kept, but its `buffer` must not be transferred. */
  take(end: number): Uint8Array {
    if (this.bytes === this.chunk) {
      this.used = end
      return new Uint8Array(this.chunk.buffer, this.from, end - this.from)
    }
    const message = this.bytes.slice(this.from, end)
    if (this.large.length > mostKept) this.large = new Uint8Array(0)
    return message
  }

  private move(at: number, count: number): number {
    const written = at - this.from
    const wanted = written + count
    const target =
      this.bytes !== this.large && this.large.length >= wanted
        ? this.large
        : new Uint8Array(Math.max(wanted * 2, chunkSize * 4))
    target.set(this.bytes.subarray(this.from, at))
    this.large = target
    this.use(target)
    this.from = 0
    return written
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }
}
