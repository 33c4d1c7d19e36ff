import { padMessage } from './blocks.ts'
import { firstPrimes, rootFraction } from './primes.ts'

const PRIMES = firstPrimes(80)
const CONSTANTS = BigUint64Array.from(PRIMES, (prime) => rootFraction(prime, 3n, 64n))
const START_512 = BigUint64Array.from(PRIMES.slice(0, 8), (prime) => rootFraction(prime, 2n, 64n))
/** SHA-384 starts from the ninth to the sixteenth prime. */
const START_384 = BigUint64Array.from(PRIMES.slice(8, 16), (prime) => rootFraction(prime, 2n, 64n))

/** Lower-case hexadecimal. */
export function sha512(bytes: Uint8Array): string {
  return hash(bytes, START_512, 8)
}

export function sha384(bytes: Uint8Array): string {
  return hash(bytes, START_384, 6)
}

function hash(bytes: Uint8Array, start: BigUint64Array, resultWords: number): string {
  const message = padMessage(bytes, 128, false)
  const state = start.slice()
  const words = new BigUint64Array(80)
  for (let block = 0; block < message.byteLength; block += 128) {
    for (let i = 0; i < 16; i++) words[i] = message.getBigUint64(block + i * 8)
    for (let i = 16; i < 80; i++) {
      const before = at(words, i - 15)
      const late = at(words, i - 2)
      const low = turn(before, 1n) ^ turn(before, 8n) ^ (before >> 7n)
      const high = turn(late, 19n) ^ turn(late, 61n) ^ (late >> 6n)
      words[i] = at(words, i - 16) + low + at(words, i - 7) + high
    }
    addBlock(state, words)
  }
  const parts = Array.from(state.subarray(0, resultWords), (word) => word.toString(16))
  return parts.map((part) => part.padStart(16, '0')).join('')
}

function addBlock(state: BigUint64Array, words: BigUint64Array): void {
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
  for (let i = 0; i < 80; i++) {
    const high = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)
    const choice = (e & f) ^ (~e & g)
    const first = BigInt.asUintN(64, h + high + choice + at(CONSTANTS, i) + at(words, i))
    const low = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)
    const second = low + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = BigInt.asUintN(64, d + first)
    d = c
    c = b
    b = a
    a = BigInt.asUintN(64, first + second)
  }
  const added = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = at(state, i) + (added[i] ?? 0n)
}

function turn(word: bigint, count: bigint): bigint {
  return BigInt.asUintN(64, (word >> count) | (word << (64n - count)))
}

function at(words: BigUint64Array, index: number): bigint {
  return words[index] ?? 0n
}
