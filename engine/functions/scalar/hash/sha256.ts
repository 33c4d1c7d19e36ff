import { padMessage, toHex } from './blocks.ts'
import { firstPrimes, rootFraction } from './primes.ts'

const CONSTANTS = Int32Array.from(
  firstPrimes(64).map((prime) => Number(BigInt.asIntN(32, rootFraction(prime, 3n, 32n)))),
)

const START = Int32Array.from(
  firstPrimes(8).map((prime) => Number(BigInt.asIntN(32, rootFraction(prime, 2n, 32n)))),
)

/** Lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  const message = padMessage(bytes, 64, false)
  const state = START.slice()
  const words = new Int32Array(64)
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = message.getInt32(block + i * 4)
    for (let i = 16; i < 64; i++) {
      const before = at(words, i - 15)
      const late = at(words, i - 2)
      const low = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3)
      const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
      words[i] = at(words, i - 16) + low + at(words, i - 7) + high
    }
    addBlock(state, words)
  }
  return toHex(state, false)
}

function addBlock(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const first = (h + high + ((e & f) ^ (~e & g)) + at(CONSTANTS, i) + at(words, i)) | 0
    const low = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const second = low + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const added = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = at(state, i) + (added[i] ?? 0)
}

function turn(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count))
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0
}
