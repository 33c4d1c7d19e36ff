import { ByteSink } from './byte-sink.ts'
import { DISTANCE_BASES, DISTANCE_BITS, LENGTH_BASES, LENGTH_BITS } from './huffman.ts'

const WINDOW = 32_768
const MINIMAL_MATCH = 3
const MAXIMAL_MATCH = 258
const MAXIMAL_CHAIN = 32

/** Raw DEFLATE data: matches of what came before, written in the fixed code. */
export function deflate(data: Uint8Array): Uint8Array {
  const writer = new BitWriter()
  writer.bits(1, 1)
  writer.bits(1, 2)
  const finder = new MatchFinder(data)
  for (let at = 0; at < data.length;) {
    const match = finder.find(at)
    if (match === undefined) {
      writer.literal(data[at] ?? 0)
      finder.add(at++)
      continue
    }
    writer.match(match.length, match.distance)
    for (const end = at + match.length; at < end; at++) finder.add(at)
  }
  writer.literal(256)
  return writer.finish()
}

/** Places by the hash of their next three bytes, newest first. */
class MatchFinder {
  private readonly heads = new Int32Array(WINDOW).fill(-1)
  private readonly previous = new Int32Array(WINDOW).fill(-1)
  private readonly data: Uint8Array

  constructor(data: Uint8Array) {
    this.data = data
  }

  add(at: number): void {
    if (at + MINIMAL_MATCH > this.data.length) return
    const hash = this.hash(at)
    this.previous[at % WINDOW] = this.heads[hash] ?? -1
    this.heads[hash] = at
  }

  find(at: number): { readonly length: number; readonly distance: number } | undefined {
    if (at + MINIMAL_MATCH > this.data.length) return undefined
    let length = MINIMAL_MATCH - 1
    let distance = 0
    let candidate = this.heads[this.hash(at)] ?? -1
    for (let tries = 0; tries < MAXIMAL_CHAIN && candidate >= 0; tries++) {
      if (at - candidate > WINDOW - 1) break
      const found = this.matchLength(candidate, at)
      if (found > length) {
        length = found
        distance = at - candidate
      }
      const next = this.previous[candidate % WINDOW] ?? -1
      if (next >= candidate) break
      candidate = next
    }
    return length < MINIMAL_MATCH ? undefined : { length, distance }
  }

  private matchLength(from: number, at: number): number {
    const limit = Math.min(MAXIMAL_MATCH, this.data.length - at)
    let length = 0
    while (length < limit && this.data[from + length] === this.data[at + length]) length++
    return length
  }

  private hash(at: number): number {
    const [a = 0, b = 0, c = 0] = [this.data[at], this.data[at + 1], this.data[at + 2]]
    return ((a << 10) ^ (b << 5) ^ c) & (WINDOW - 1)
  }
}

class BitWriter {
  private readonly sink = new ByteSink()
  private held = 0
  private heldCount = 0

  /** Lowest bit first. */
  bits(value: number, count: number): void {
    this.held |= value << this.heldCount
    this.heldCount += count
    while (this.heldCount >= 8) {
      this.sink.push(this.held & 0xff)
      this.held >>>= 8
      this.heldCount -= 8
    }
  }

  literal(symbol: number): void {
    if (symbol < 144) this.code(0x30 + symbol, 8)
    else if (symbol < 256) this.code(0x190 + symbol - 144, 9)
    else if (symbol < 280) this.code(symbol - 256, 7)
    else this.code(0xc0 + symbol - 280, 8)
  }

  match(length: number, distance: number): void {
    const lengthCode = codeOf(LENGTH_BASES, length)
    this.literal(257 + lengthCode)
    this.bits(length - (LENGTH_BASES[lengthCode] ?? 0), LENGTH_BITS[lengthCode] ?? 0)
    const distanceCode = codeOf(DISTANCE_BASES, distance)
    this.code(distanceCode, 5)
    this.bits(distance - (DISTANCE_BASES[distanceCode] ?? 0), DISTANCE_BITS[distanceCode] ?? 0)
  }

  finish(): Uint8Array {
    if (this.heldCount > 0) this.bits(0, 8 - this.heldCount)
    return this.sink.take()
  }

  /** Huffman codes are written with their highest bit first. */
  private code(value: number, count: number): void {
    let reversed = 0
    for (let bit = 0; bit < count; bit++) reversed |= ((value >> bit) & 1) << (count - 1 - bit)
    this.bits(reversed, count)
  }
}

function codeOf(bases: readonly number[], value: number): number {
  let code = bases.length - 1
  while (code > 0 && (bases[code] ?? 0) > value) code--
  return code
}
