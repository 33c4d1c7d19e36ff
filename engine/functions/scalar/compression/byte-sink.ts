/** Bytes that grow as they are written, up to a limit that guards against bombs. */
export class ByteSink {
  private bytes = new Uint8Array(256)
  private used = 0

  get length(): number {
    return this.used
  }

  at(index: number): number {
    return this.bytes[index] ?? 0
  }

  push(byte: number): void {
    if (this.used === this.bytes.length) this.grow(1)
    this.bytes[this.used++] = byte
  }

  append(more: Uint8Array): void {
    this.grow(more.length)
    this.bytes.set(more, this.used)
    this.used += more.length
  }

  /** Repeats what was written `distance` bytes ago; it may overlap itself. */
  copy(distance: number, length: number): void {
    this.grow(length)
    for (let i = 0; i < length; i++) {
      this.bytes[this.used] = this.bytes[this.used - distance] ?? 0
      this.used++
    }
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.used)
  }

  private grow(count: number): void {
    const needed = this.used + count
    if (needed > MAXIMAL_SIZE) throw new CompressionError('the decompressed data is too large')
    if (needed <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.used))
    this.bytes = larger
  }
}

export const MAXIMAL_SIZE = 256 * 1024 * 1024

/** Bytes that cannot be decompressed; the message is Go's. */
export class CompressionError extends Error {}

/** Thrown where the data ends too early. */
export function unexpectedEnd(): CompressionError {
  return new CompressionError('unexpected EOF')
}
