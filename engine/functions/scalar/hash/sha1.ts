import { padMessage, toHex } from './blocks.ts'

const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const

/** Lower-case hexadecimal. */
export function sha1(bytes: Uint8Array): string {
  const message = padMessage(bytes, 64, false)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const words = new Int32Array(80)
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = message.getInt32(block + i * 4)
    for (let i = 16; i < 80; i++) {
      const word = at(words, i - 3) ^ at(words, i - 8) ^ at(words, i - 14) ^ at(words, i - 16)
      words[i] = rotateLeft(word, 1)
    }
    addBlock(state, words)
  }
  return toHex(state, false)
}

function addBlock(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let i = 0; i < 80; i++) {
    const round = Math.floor(i / 20)
    const sum = rotateLeft(a, 5) + mix(round, b, c, d) + e + (CONSTANTS[round] ?? 0) + at(words, i)
    e = d
    d = c
    c = rotateLeft(b, 30)
    b = a
    a = sum | 0
  }
  const added = [a, b, c, d, e]
  for (let i = 0; i < 5; i++) state[i] = at(state, i) + (added[i] ?? 0)
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d)
  return round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
}

function rotateLeft(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count))
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0
}
