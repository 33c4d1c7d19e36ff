import { corruptZstd, BackwardBits } from './zstd-bits.ts'
import { FseState, readFseTable } from './zstd-fse.ts'

/** Symbols by the next `width` bits. */
export interface LiteralCode {
  readonly width: number
  readonly symbols: Uint8Array
  readonly lengths: Uint8Array
}

export interface Literals {
  readonly bytes: Uint8Array
  readonly end: number
  /** The code that a later block without one of its own uses. */
  readonly code: LiteralCode | undefined
}

const MAXIMAL_WIDTH = 11
const MAXIMAL_LITERALS = 128 * 1024

/** The literals section of a block (RFC 8878, 3.1.1.3.1). */
export function readLiterals(
  data: Uint8Array,
  start: number,
  previous: LiteralCode | undefined,
): Literals {
  const first = data[start] ?? 0
  const type = first & 3
  if (type < 2) return readPlainLiterals(data, start, type === 1, previous)
  const format = (first >> 2) & 3
  const sizeBits = format < 2 ? 10 : format === 2 ? 14 : 18
  const header = littleEndian(data, start, 5)
  const size = Math.floor(header / 16) % 2 ** sizeBits
  const compressedSize = Math.floor(header / 2 ** (4 + sizeBits)) % 2 ** sizeBits
  const from = start + (format < 2 ? 3 : format === 2 ? 4 : 5)
  const end = from + compressedSize
  if (end > data.length || size > MAXIMAL_LITERALS) throw corruptZstd()
  const described = type === 2 ? readCode(data, from, end) : { code: previous, end: from }
  if (described.code === undefined) throw corruptZstd()
  const bytes = new Uint8Array(size)
  if (format === 0) decodeStream(described.code, data, described.end, end, bytes)
  else decodeFour(described.code, data, described.end, end, bytes)
  return { bytes, end, code: described.code }
}

function readPlainLiterals(
  data: Uint8Array,
  start: number,
  isRun: boolean,
  code: LiteralCode | undefined,
): Literals {
  const first = data[start] ?? 0
  const format = (first >> 2) & 3
  const headerSize = format === 1 ? 2 : format === 3 ? 3 : 1
  const header = littleEndian(data, start, headerSize)
  const size = headerSize === 1 ? header >> 3 : header >> 4
  const from = start + headerSize
  const end = from + (isRun ? 1 : size)
  if (end > data.length || size > MAXIMAL_LITERALS) throw corruptZstd()
  const bytes = isRun ? new Uint8Array(size).fill(data[from] ?? 0) : data.slice(from, end)
  return { bytes, end, code }
}

function littleEndian(data: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value += (data[start + i] ?? 0) * 2 ** (8 * i)
  return value
}

function readCode(
  data: Uint8Array,
  start: number,
  limit: number,
): { readonly code: LiteralCode; readonly end: number } {
  const header = data[start] ?? 0
  if (header >= 128) {
    const count = header - 127
    const weights = Array.from({ length: count }, (_, i) => {
      const byte = data[start + 1 + (i >> 1)] ?? 0
      return i % 2 === 0 ? byte >> 4 : byte & 15
    })
    return { code: buildCode(weights), end: start + 1 + ((count + 1) >> 1) }
  }
  const end = start + 1 + header
  if (end > limit) throw corruptZstd()
  return { code: buildCode(readWeights(data, start + 1, end)), end }
}

/** Two states take turns until the bits are used up. */
function readWeights(data: Uint8Array, start: number, end: number): number[] {
  const { table, end: tableEnd } = readFseTable(data, start, 6)
  const bits = new BackwardBits(data, tableEnd, end)
  let current = new FseState(table, bits)
  let other = new FseState(table, bits)
  const weights: number[] = []
  while (weights.length < 255) {
    weights.push(current.symbol)
    current.advance(bits)
    if (bits.left < 0) {
      weights.push(other.symbol)
      return weights
    }
    const next = other
    other = current
    current = next
  }
  throw corruptZstd()
}

/** The weight of the last symbol is not written: it fills what is missing to a power of two. */
function buildCode(written: readonly number[]): LiteralCode {
  const total = written.reduce((sum, weight) => sum + (weight > 0 ? 1 << (weight - 1) : 0), 0)
  if (total === 0) throw corruptZstd()
  const width = 32 - Math.clz32(total)
  const rest = (1 << width) - total
  if (width > MAXIMAL_WIDTH || (rest & (rest - 1)) !== 0) throw corruptZstd()
  const weights = [...written, 32 - Math.clz32(rest)]
  const symbols = new Uint8Array(1 << width)
  const lengths = new Uint8Array(1 << width)
  let at = 0
  for (let weight = 1; weight <= width; weight++) {
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue
      const span = 1 << (weight - 1)
      symbols.fill(symbol, at, at + span)
      lengths.fill(width + 1 - weight, at, at + span)
      at += span
    }
  }
  return { width, symbols, lengths }
}

function decodeFour(
  code: LiteralCode,
  data: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
): void {
  const size = (index: number) => littleEndian(data, start + 2 * index, 2)
  const part = (bytes.length + 3) >> 2
  let from = start + 6
  for (let index = 0; index < 4; index++) {
    const to = index === 3 ? end : from + size(index)
    if (to > end || to <= from) throw corruptZstd()
    decodeStream(code, data, from, to, bytes.subarray(index * part, (index + 1) * part))
    from = to
  }
}

function decodeStream(
  code: LiteralCode,
  data: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
): void {
  const bits = new BackwardBits(data, start, end)
  for (let i = 0; i < bytes.length; i++) {
    const index = bits.peek(code.width)
    bytes[i] = code.symbols[index] ?? 0
    bits.take(code.lengths[index] ?? 0)
  }
  if (bits.left !== 0) throw corruptZstd()
}
