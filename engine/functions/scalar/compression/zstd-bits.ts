import { CompressionError } from './byte-sink.ts'

export function corruptZstd(): CompressionError {
  return new CompressionError('zstd: corrupt input')
}

/** Bits from the first byte on, lowest first: the header of an FSE table. */
export class ForwardBits {
  private readonly data: Uint8Array
  private at: number

  constructor(data: Uint8Array, start: number) {
    this.data = data
    this.at = start * 8
  }

  peek(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++) value |= bitAt(this.data, this.at + bit) << bit
    return value
  }

  skip(count: number): void {
    this.at += count
  }

  take(count: number): number {
    const value = this.peek(count)
    this.at += count
    return value
  }

  /** The next whole byte. */
  get end(): number {
    return Math.ceil(this.at / 8)
  }
}

/** Bits from the end back to the start; the highest set bit of the last byte marks where they begin. */
export class BackwardBits {
  private readonly data: Uint8Array
  private readonly start: number
  /** The number of bits that are left; negative once more was read than there is. */
  left: number

  constructor(data: Uint8Array, start: number, end: number) {
    const last = data[end - 1] ?? 0
    if (end <= start || last === 0) throw corruptZstd()
    this.data = data
    this.start = start * 8
    this.left = (end - start) * 8 - (Math.clz32(last) - 24) - 1
  }

  /** What lies before the start reads as zeros. */
  take(count: number): number {
    this.left -= count
    return this.window(this.left, count)
  }

  peek(count: number): number {
    return this.window(this.left - count, count)
  }

  private window(from: number, count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++) {
      const at = from + bit
      if (at >= 0) value += bitAt(this.data, this.start + at) * 2 ** bit
    }
    return value
  }
}

function bitAt(data: Uint8Array, at: number): number {
  return ((data[at >> 3] ?? 0) >> (at & 7)) & 1
}
