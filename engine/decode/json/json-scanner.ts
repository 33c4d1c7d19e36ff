import { decodeEscaped } from './escapes.ts'
import { maxDepth } from './json-fault.ts'
import type { KeyEntry, KeyTable } from './key-table.ts'
import { parseFloat64 } from './number-text.ts'
import { decodeUtf8, TextCache } from './text-bytes.ts'

/** Thrown where a payload is no JSON; carries no text, the caller finds the words. */
export const malformed = new Error('malformed JSON')

export const blank = 0x20
export const quoteMark = 0x22
export const comma = 0x2c
export const minus = 0x2d
export const point = 0x2e
export const colon = 0x3a
export const openBracket = 0x5b
export const backslash = 0x5c
export const closeBracket = 0x5d
export const openBrace = 0x7b
export const closeBrace = 0x7d
export const lowerF = 0x66
export const lowerN = 0x6e
export const lowerT = 0x74

/** 10^0 to 10^15 are exact doubles, so a division by one of them rounds only once. */
const powers = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`))

/**
 * Reads the bytes of one payload after the other, front to back. It accepts exactly what eKuiper's
 * parser accepts. Values that nobody needs are stepped over without being built.
 */
export class JsonScanner {
  protected bytes: Uint8Array = new Uint8Array(0)
  protected at = 0
  protected end = 0
  private readonly texts = new TextCache()

  protected start(bytes: Uint8Array): void {
    this.bytes = bytes
    this.at = 0
    this.end = bytes.length
  }

  /** The next byte that is no space, or -1 at the end. */
  protected peek(): number {
    const { bytes, end } = this
    let at = this.at
    while (at < end) {
      const code = bytes[at] ?? 0
      if (code > blank || (code !== blank && code !== 0x0a && code !== 0x0d && code !== 0x09)) {
        this.at = at
        return code
      }
      at++
    }
    this.at = at
    return -1
  }

  /** After a value: true where another one follows, false where `close` ends the list. */
  protected hasNext(close: number): boolean {
    const code = this.peek()
    this.at++
    if (code === comma) return true
    if (code === close) return false
    throw malformed
  }

  /** The first key of an object, with its colon. */
  protected readKey(table: KeyTable, place: number): KeyEntry {
    if (this.peek() !== quoteMark) throw malformed
    this.at++
    const entry = table.find(this.readText(), place)
    if (this.peek() !== colon) throw malformed
    this.at++
    return entry
  }

  /**
   * The key after a value, with comma and colon; undefined at the end of the object. Mostly it is the key
   * that came at this place the last time: then one comparison of bytes does for three tokens.
   */
  protected readNextKey(table: KeyTable, place: number): KeyEntry | undefined {
    const entry = table.expected[place]
    if (entry !== undefined && this.matches(entry.link)) return entry
    return this.hasNext(closeBrace) ? this.readKey(table, place) : undefined
  }

  private matches(wanted: Uint8Array | undefined): boolean {
    if (wanted === undefined) return false
    const { bytes, at } = this
    const length = wanted.length
    if (at + length > this.end) return false
    for (let i = 0; i < length; i++) if (bytes[at + i] !== wanted[i]) return false
    this.at = at + length
    return true
  }

  /** A string from behind its opening quote to behind its closing one. */
  protected readText(): string {
    const { bytes, end } = this
    const from = this.at
    let at = from
    let hash = 0x811c9dc5
    let seen = 0
    while (at < end) {
      const code = bytes[at] ?? 0
      if (code === quoteMark) {
        this.at = at + 1
        if (seen < 0x80 && at - from <= cachedText) return this.texts.get(bytes, from, at, hash)
        return decodeUtf8(bytes, from, at)
      }
      if (code === backslash) {
        this.at = at
        this.skipText()
        return decodeEscaped(bytes, from, this.at - 1)
      }
      seen |= code
      hash = Math.imul(hash ^ code, 0x01000193)
      at++
    }
    throw malformed
  }

  protected skipText(): void {
    const { bytes, end } = this
    let at = this.at
    while (at < end) {
      const code = bytes[at] ?? 0
      if (code === quoteMark) {
        this.at = at + 1
        return
      }
      at += code === backslash ? 2 : 1
    }
    throw malformed
  }

  /** A number as a double. */
  protected readNumber(): number {
    const { bytes, end } = this
    const from = this.at
    const isNegative = bytes[from] === minus
    let at = isNegative ? from + 1 : from
    const first = at
    let digits = 0
    let code = 0
    while (at < end && (code = bytes[at] ?? 0) >= 0x30 && code <= 0x39) {
      digits = digits * 10 + (code - 0x30)
      at++
    }
    let used = at - first
    let decimals = 0
    if (code === point && at < end) {
      const fraction = ++at
      while (at < end && (code = bytes[at] ?? 0) >= 0x30 && code <= 0x39) {
        digits = digits * 10 + (code - 0x30)
        at++
      }
      decimals = at - fraction
      used += decimals
      if (decimals === 0) used = 0
    }
    // Up to 15 digits are exact; everything unusual, exponents included, takes the slow way.
    if (used === 0 || used > 15 || (at < end && isNumberByte(bytes[at] ?? 0)))
      return parseFloat64(this.readNumberText())
    this.at = at
    const value = decimals === 0 ? digits : digits / (powers[decimals] ?? 1)
    return isNegative ? -value : value
  }

  /** An integer of up to 15 digits; undefined, with nothing read, for every other number. */
  protected readSmallInteger(): bigint | undefined {
    const { bytes, end } = this
    const isNegative = bytes[this.at] === minus
    const first = isNegative ? this.at + 1 : this.at
    let at = first
    let digits = 0
    let code = 0
    while (at < end && (code = bytes[at] ?? 0) >= 0x30 && code <= 0x39) {
      digits = digits * 10 + (code - 0x30)
      at++
    }
    if (at === first || at - first > 15 || (at < end && isNumberByte(code))) return undefined
    this.at = at
    if (isNegative) return BigInt(-digits)
    return smallIntegers[digits] ?? BigInt(digits)
  }

  /** The characters of a number, whatever they mean. */
  protected readNumberText(): string {
    const from = this.at
    this.skipNumber()
    return decodeUtf8(this.bytes, from, this.at)
  }

  protected skipNumber(): void {
    const { bytes, end } = this
    const from = this.at
    let at = from
    while (at < end && isNumberByte(bytes[at] ?? 0)) at++
    const first = bytes[from] ?? 0
    const isBare = at === from || (at === from + 1 && (first === minus || first === 0x2b))
    if (isBare && at < end) {
      const name = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)
      if (!/^(inf|nan)$/i.test(name)) throw malformed
      at += 3
    }
    this.at = at
  }

  /** `true`, `false`, `null`, or eKuiper's `nan`, at its first letter. Returns whether it was `nan`. */
  protected readWord(word: string): boolean {
    const { bytes, at } = this
    for (let i = 1; i < word.length; i++) {
      if (bytes[at + i] === word.charCodeAt(i)) continue
      if (word !== 'null') throw malformed
      const name = String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)
      if (name.toLowerCase() !== 'an') throw malformed
      this.at = at + 3
      return true
    }
    this.at = at + word.length
    return false
  }

  /** Steps over one value; `code` is its first byte. Returns true for a null. */
  protected skipValue(code: number, depth: number): boolean {
    if (depth > maxDepth) throw malformed
    switch (code) {
      case quoteMark:
        this.at++
        this.skipText()
        return false
      case openBrace:
        this.skipObject(depth)
        return false
      case openBracket:
        this.skipArray(depth)
        return false
      case lowerT:
        return this.readWord('true')
      case lowerF:
        return this.readWord('false')
      case lowerN:
        return !this.readWord('null')
      default:
        if (code < 0) throw malformed
        this.skipNumber()
        return false
    }
  }

  private skipObject(depth: number): void {
    this.at++
    if (this.peek() === closeBrace) {
      this.at++
      return
    }
    do {
      if (this.peek() !== quoteMark) throw malformed
      this.at++
      this.skipText()
      if (this.peek() !== colon) throw malformed
      this.at++
      this.skipValue(this.peek(), depth + 1)
    } while (this.hasNext(closeBrace))
  }

  private skipArray(depth: number): void {
    this.at++
    if (this.peek() === closeBracket) {
      this.at++
      return
    }
    do this.skipValue(this.peek(), depth + 1)
    while (this.hasNext(closeBracket))
  }
}

/** BigInts are heap objects; most counters, states and flags are small. */
const smallIntegers = Array.from({ length: 1024 }, (_, value) => BigInt(value))

/** Longer texts seldom come twice. */
const cachedText = 40

const numberBytes = new Uint8Array(256)
for (const character of '0123456789.-+eE') numberBytes[character.charCodeAt(0)] = 1

function isNumberByte(code: number): boolean {
  return numberBytes[code] === 1
}
