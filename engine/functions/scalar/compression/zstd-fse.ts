import { corruptZstd, ForwardBits, type BackwardBits } from './zstd-bits.ts'

/** A finite state entropy table (RFC 8878, 4.1): every state has a symbol and a way to the next state. */
export interface FseTable {
  readonly accuracy: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
  readonly bases: Uint16Array
}

/** A table of one symbol that needs no bits. */
export function singleSymbolTable(symbol: number): FseTable {
  return {
    accuracy: 0,
    symbols: Uint8Array.of(symbol),
    bits: Uint8Array.of(0),
    bases: Uint16Array.of(0),
  }
}

/** Reads the frequencies at `start`; the result says where they end. */
export function readFseTable(
  data: Uint8Array,
  start: number,
  maximalAccuracy: number,
): { readonly table: FseTable; readonly end: number } {
  const bits = new ForwardBits(data, start)
  const accuracy = bits.take(4) + 5
  if (accuracy > maximalAccuracy) throw corruptZstd()
  const counts: number[] = []
  let remaining = (1 << accuracy) + 1
  while (remaining > 1) {
    const count = readCount(bits, remaining)
    counts.push(count)
    remaining -= Math.abs(count)
    if (count !== 0) continue
    for (let repeat = 3; repeat === 3;) {
      repeat = bits.take(2)
      for (let i = 0; i < repeat; i++) counts.push(0)
    }
    if (counts.length > 256) throw corruptZstd()
  }
  if (remaining !== 1 || bits.end > data.length) throw corruptZstd()
  return { table: buildFseTable(counts, accuracy), end: bits.end }
}

/** A value below `remaining` in as few bits as it can be told with; -1 means less than one. */
function readCount(bits: ForwardBits, remaining: number): number {
  const width = 32 - Math.clz32(remaining)
  const threshold = (1 << width) - 1 - remaining
  const short = bits.peek(width - 1)
  if (short < threshold) {
    bits.skip(width - 1)
    return short - 1
  }
  const long = bits.take(width)
  return (long < 1 << (width - 1) ? long : long - threshold) - 1
}

export function buildFseTable(counts: readonly number[], accuracy: number): FseTable {
  const size = 1 << accuracy
  const symbols = new Uint8Array(size)
  const next = counts.map((count) => (count === -1 ? 1 : count))
  let high = size - 1
  for (const [symbol, count] of counts.entries()) if (count === -1) symbols[high--] = symbol
  const step = (size >> 1) + (size >> 3) + 3
  let position = 0
  for (const [symbol, count] of counts.entries()) {
    for (let i = 0; i < count; i++) {
      symbols[position] = symbol
      do position = (position + step) & (size - 1)
      while (position > high)
    }
  }
  const bits = new Uint8Array(size)
  const bases = new Uint16Array(size)
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0
    const order = next[symbol] ?? 0
    next[symbol] = order + 1
    const width = accuracy - (31 - Math.clz32(order))
    bits[state] = width
    bases[state] = (order << width) - size
  }
  return { accuracy, symbols, bits, bases }
}

/** A walk through a table. */
export class FseState {
  private readonly table: FseTable
  private state: number

  constructor(table: FseTable, bits: BackwardBits) {
    this.table = table
    this.state = bits.take(table.accuracy)
  }

  get symbol(): number {
    return this.table.symbols[this.state] ?? 0
  }

  advance(bits: BackwardBits): void {
    this.state = (this.table.bases[this.state] ?? 0) + bits.take(this.table.bits[this.state] ?? 0)
  }
}
