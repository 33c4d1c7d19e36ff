/** A canonical Huffman code (RFC 1951): how many codes there are of each length, and their symbols. */
export interface HuffmanCode {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

export const MAXIMAL_CODE_LENGTH = 15

/** Undefined where the lengths give more codes than there are. */
export function createHuffmanCode(lengths: ArrayLike<number>): HuffmanCode | undefined {
  const counts = new Uint16Array(MAXIMAL_CODE_LENGTH + 1)
  for (let i = 0; i < lengths.length; i++)
    counts[lengths[i] ?? 0] = (counts[lengths[i] ?? 0] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(MAXIMAL_CODE_LENGTH + 2)
  let left = 1
  for (let length = 1; length <= MAXIMAL_CODE_LENGTH; length++) {
    left = left * 2 - (counts[length] ?? 0)
    if (left < 0) return undefined
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0)
  }
  const symbols = new Uint16Array(lengths.length)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0
    if (length === 0) continue
    const at = offsets[length] ?? 0
    symbols[at] = symbol
    offsets[length] = at + 1
  }
  return { counts, symbols }
}

/** The lengths of the fixed literal code. */
export function fixedLengths(): Uint8Array {
  return Uint8Array.from({ length: 288 }, (_, symbol) => {
    if (symbol < 144) return 8
    if (symbol < 256) return 9
    return symbol < 280 ? 7 : 8
  })
}

export const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
] as const
export const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
] as const
export const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
] as const
export const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
] as const
