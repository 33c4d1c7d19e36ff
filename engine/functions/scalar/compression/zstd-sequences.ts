import { corruptZstd, BackwardBits } from './zstd-bits.ts'
import {
  buildFseTable,
  FseState,
  readFseTable,
  singleSymbolTable,
  type FseTable,
} from './zstd-fse.ts'

/** `literals` bytes as they are, then `match` bytes from `offset` bytes ago. */
export interface Sequence {
  readonly literals: number
  readonly match: number
  readonly offset: number
}

/** The three tables, and the last offsets, which go on from block to block. */
export interface SequenceMemory {
  literals: FseTable | undefined
  offsets: FseTable | undefined
  matches: FseTable | undefined
  recent: [number, number, number]
}

const PREDEFINED_LITERALS = buildFseTable(
  [
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1,
  ],
  6,
)
const PREDEFINED_OFFSETS = buildFseTable(
  [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  5,
)
const PREDEFINED_MATCHES = buildFseTable(
  [
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
  ],
  6,
)

const LITERAL_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12,
  13, 14, 15, 16,
] as const
const MATCH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
  1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
] as const

const LITERAL_BASES = basesOf(LITERAL_BITS, 0)
const MATCH_BASES = basesOf(MATCH_BITS, 3)

/** The sequences section of a block (RFC 8878, 3.1.1.3.2). */
export function readSequences(
  data: Uint8Array,
  start: number,
  end: number,
  memory: SequenceMemory,
): Sequence[] {
  const header = readSequenceCount(data, start)
  if (header.count === 0) return []
  const modes = data[header.end] ?? 0
  let at = header.end + 1
  const table = (
    mode: number,
    predefined: FseTable,
    known: FseTable | undefined,
    limit: number,
  ) => {
    if (mode === 0) return predefined
    if (mode === 1) return singleSymbolTable(data[at++] ?? 0)
    if (mode === 2) {
      const read = readFseTable(data, at, limit)
      at = read.end
      return read.table
    }
    if (known === undefined) throw corruptZstd()
    return known
  }
  memory.literals = table((modes >> 6) & 3, PREDEFINED_LITERALS, memory.literals, 9)
  memory.offsets = table((modes >> 4) & 3, PREDEFINED_OFFSETS, memory.offsets, 8)
  memory.matches = table((modes >> 2) & 3, PREDEFINED_MATCHES, memory.matches, 9)
  return decodeSequences(new BackwardBits(data, at, end), header.count, memory)
}

function readSequenceCount(data: Uint8Array, start: number): { count: number; end: number } {
  const [first = 0, second = 0, third = 0] = data.subarray(start, start + 3)
  if (first < 128) return { count: first, end: start + 1 }
  if (first < 255) return { count: ((first - 128) << 8) + second, end: start + 2 }
  return { count: second + (third << 8) + 0x7f00, end: start + 3 }
}

function decodeSequences(bits: BackwardBits, count: number, memory: SequenceMemory): Sequence[] {
  const { literals: literalTable, offsets: offsetTable, matches: matchTable } = memory
  if (literalTable === undefined || offsetTable === undefined || matchTable === undefined) {
    throw corruptZstd()
  }
  const literalState = new FseState(literalTable, bits)
  const offsetState = new FseState(offsetTable, bits)
  const matchState = new FseState(matchTable, bits)
  const sequences: Sequence[] = []
  for (let i = 0; i < count; i++) {
    const offsetCode = offsetState.symbol
    if (offsetCode > 31) throw corruptZstd()
    const rawOffset = 2 ** offsetCode + bits.take(offsetCode)
    const match = valueOf(matchState.symbol, MATCH_BASES, MATCH_BITS, bits)
    const literals = valueOf(literalState.symbol, LITERAL_BASES, LITERAL_BITS, bits)
    sequences.push({ literals, match, offset: resolveOffset(rawOffset, literals, memory) })
    if (i === count - 1) break
    literalState.advance(bits)
    matchState.advance(bits)
    offsetState.advance(bits)
  }
  if (bits.left !== 0) throw corruptZstd()
  return sequences
}

function valueOf(
  code: number,
  bases: readonly number[],
  widths: readonly number[],
  bits: BackwardBits,
): number {
  const base = bases[code]
  if (base === undefined) throw corruptZstd()
  return base + bits.take(widths[code] ?? 0)
}

/** 1 to 3 name one of the last offsets; without literals in between they mean one further. */
function resolveOffset(raw: number, literals: number, memory: SequenceMemory): number {
  const [first, second, third] = memory.recent
  if (raw > 3) {
    memory.recent = [raw - 3, first, second]
    return raw - 3
  }
  const place = literals === 0 ? raw + 1 : raw
  if (place === 1) return first
  if (place === 2) {
    memory.recent = [second, first, third]
    return second
  }
  const offset = place === 3 ? third : first - 1
  if (offset <= 0) throw corruptZstd()
  memory.recent = [offset, first, second]
  return offset
}

function basesOf(widths: readonly number[], first: number): number[] {
  let base = first
  return widths.map((width) => {
    const own = base
    base += 2 ** width
    return own
  })
}
