import { ByteSink, CompressionError, unexpectedEnd } from './byte-sink.ts'
import {
  createHuffmanCode,
  DISTANCE_BASES,
  DISTANCE_BITS,
  fixedLengths,
  LENGTH_BASES,
  LENGTH_BITS,
  MAXIMAL_CODE_LENGTH,
  type HuffmanCode,
} from './huffman.ts'

const CODE_LENGTH_ORDER = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
] as const

const FIXED_LITERALS = createHuffmanCode(fixedLengths())
const FIXED_DISTANCES = createHuffmanCode(new Uint8Array(30).fill(5))

export interface Inflated {
  readonly bytes: Uint8Array
  /** Where the compressed data ended. */
  readonly end: number
}

/** Reads raw DEFLATE data (RFC 1951). Throws CompressionError. */
export function inflate(data: Uint8Array, start = 0): Inflated {
  return new Inflater(data, start).run()
}

class Inflater {
  private readonly data: Uint8Array
  private at: number
  private bits = 0
  private bitCount = 0
  private readonly sink = new ByteSink()

  constructor(data: Uint8Array, start: number) {
    this.data = data
    this.at = start
  }

  run(): Inflated {
    for (let isLast = false; !isLast;) {
      isLast = this.take(1) === 1
      const type = this.take(2)
      if (type === 0) this.stored()
      else if (type === 1) this.compressed(FIXED_LITERALS, FIXED_DISTANCES)
      else if (type === 2) this.dynamic()
      else throw this.corrupt()
    }
    return { bytes: this.sink.take(), end: this.at }
  }

  private take(count: number): number {
    while (this.bitCount < count) {
      const byte = this.data[this.at]
      if (byte === undefined) throw unexpectedEnd()
      this.at++
      this.bits |= byte << this.bitCount
      this.bitCount += 8
    }
    const value = this.bits & ((1 << count) - 1)
    this.bits >>>= count
    this.bitCount -= count
    return value
  }

  private stored(): void {
    this.bits = 0
    this.bitCount = 0
    const length = (this.data[this.at] ?? 0) | ((this.data[this.at + 1] ?? 0) << 8)
    const check = (this.data[this.at + 2] ?? 0) | ((this.data[this.at + 3] ?? 0) << 8)
    if (this.at + 4 > this.data.length) throw unexpectedEnd()
    if (length !== (~check & 0xffff)) throw this.corrupt()
    const from = this.at + 4
    if (from + length > this.data.length) throw unexpectedEnd()
    this.sink.append(this.data.subarray(from, from + length))
    this.at = from + length
  }

  private dynamic(): void {
    const literalCount = this.take(5) + 257
    const distanceCount = this.take(5) + 1
    const codeCount = this.take(4) + 4
    const codeLengths = new Uint8Array(19)
    for (let i = 0; i < codeCount; i++) codeLengths[CODE_LENGTH_ORDER[i] ?? 0] = this.take(3)
    const lengths = this.readLengths(createHuffmanCode(codeLengths), literalCount + distanceCount)
    this.compressed(
      createHuffmanCode(lengths.subarray(0, literalCount)),
      createHuffmanCode(lengths.subarray(literalCount)),
    )
  }

  private readLengths(code: HuffmanCode | undefined, count: number): Uint8Array {
    const lengths = new Uint8Array(count)
    for (let i = 0; i < count;) {
      const symbol = this.symbol(code)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      const previous = symbol === 16 ? lengths[i - 1] : 0
      if (previous === undefined) throw this.corrupt()
      const repeat =
        symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7)
      if (i + repeat > count) throw this.corrupt()
      lengths.fill(previous, i, i + repeat)
      i += repeat
    }
    return lengths
  }

  private compressed(literals: HuffmanCode | undefined, distances: HuffmanCode | undefined): void {
    for (;;) {
      const symbol = this.symbol(literals)
      if (symbol < 256) {
        this.sink.push(symbol)
        continue
      }
      if (symbol === 256) return
      const lengthBase = LENGTH_BASES[symbol - 257]
      if (lengthBase === undefined) throw this.corrupt()
      const length = lengthBase + this.take(LENGTH_BITS[symbol - 257] ?? 0)
      const place = this.symbol(distances)
      const distanceBase = DISTANCE_BASES[place]
      if (distanceBase === undefined) throw this.corrupt()
      const distance = distanceBase + this.take(DISTANCE_BITS[place] ?? 0)
      if (distance > this.sink.length) throw this.corrupt()
      this.sink.copy(distance, length)
    }
  }

  private symbol(code: HuffmanCode | undefined): number {
    if (code === undefined) throw this.corrupt()
    let value = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= MAXIMAL_CODE_LENGTH; length++) {
      value |= this.take(1)
      const count = code.counts[length] ?? 0
      if (value - count < first) return code.symbols[index + (value - first)] ?? 0
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw this.corrupt()
  }

  private corrupt(): CompressionError {
    return new CompressionError(`flate: corrupt input before offset ${this.at}`)
  }
}
