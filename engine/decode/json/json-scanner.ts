import { decodeEscaped } from './escapes.ts'
import { maxDepth } from './json-fault.ts'
import type { KeyEntry, KeyTable } from './key-table.ts'
import { parseFloat64 } from './number-text.ts'
import { decodeUtf8 } from './text-bytes.ts'
import { longestCachedText, TextCache } from './text-cache.ts'

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
 *
 * Payloads are copied into a buffer of its own: four bytes can be read at once there, and a backslash
 * behind the last byte ends every loop over text, numbers and names without a check of the end.
 */
export class JsonScanner {
  protected bytes: Uint8Array = new Uint8Array(firstCapacity)
  private view: DataView = new DataView(this.bytes.buffer)
  protected at = 0
  protected end = 0
  private readonly texts = new TextCache()
  private readonly buildText = (from: number, to: number): string =>
    decodeUtf8(this.bytes, from, to)

  protected start(payload: Uint8Array): void {
    const { length } = payload
    if (this.bytes.length < length + spareBytes) this.grow(length + spareBytes)
    const { bytes } = this
    bytes.set(payload)
    bytes[length] = backslash
    this.at = 0
    this.end = length
  }

  private grow(length: number): void {
    this.bytes = new Uint8Array(Math.max(length, 2 * this.bytes.length))
    this.view = new DataView(this.bytes.buffer)
  }

  /** The next byte that is no space, or -1 at the end. */
  protected peek(): number {
    const { bytes } = this
    let at = this.at
    let code = bytes[at] ?? 0
    while (code <= blank && isSpace(code)) code = bytes[++at] ?? 0
    this.at = at
    return at < this.end ? code : -1
  }

  /** After a value: true where another one follows, false where `close` ends the list. */
  protected hasNext(close: number): boolean {
    const code = this.peek()
    this.at++
    if (code === comma) return true
    if (code === close) return false
    throw malformed
  }

  /**
   * The key that comes next in an object, with its colon. Mostly it is the key that came at this place
   * the last time: then it is compared as a few numbers and not read.
   */
  protected readKey(table: KeyTable, place: number): KeyEntry {
    const expected = table.expected[place]
    if (expected !== undefined) {
      const next = this.keyEnd(expected, this.at)
      if (next >= 0) {
        this.at = next
        return expected
      }
    }
    if (this.peek() !== quoteMark) throw malformed
    this.at++
    const entry = table.find(this.readText(), place)
    if (this.peek() !== colon) throw malformed
    this.at++
    return entry
  }

  /** Where the key and its colon end if it stands at `at`; -1 if it does not. */
  protected keyEnd({ words, length }: KeyEntry, at: number): number {
    if (words === undefined) return -1
    const { view } = this
    const last = length - 4
    let i = 0
    for (let offset = 0; offset < last; offset += 4) {
      if (view.getInt32(at + offset, true) !== words[i++]) return -1
    }
    return view.getInt32(at + last, true) === words[i] ? at + length : -1
  }

  /** A string from behind its opening quote to behind its closing one. */
  protected readText(): string {
    const { bytes, view } = this
    const from = this.at
    let at = from
    let seen = 0
    let word = view.getInt32(at, true)
    while (!hasMark(word)) {
      seen |= word
      at += 4
      word = view.getInt32(at, true)
    }
    let code = bytes[at] ?? 0
    while (code !== quoteMark && code !== backslash) {
      seen |= code
      code = bytes[++at] ?? 0
    }
    if (code === backslash) {
      this.at = this.skipText(at)
      return decodeEscaped(bytes, from, this.at - 1)
    }
    this.at = at + 1
    const length = at - from
    return length <= longestCachedText && (seen & notAscii) === 0
      ? this.texts.get(view, from, length, this.buildText)
      : decodeUtf8(bytes, from, at)
  }

  /** From behind a string's opening quote to behind its closing one. */
  protected skipText(from: number): number {
    const { bytes, view } = this
    let at = from
    for (;;) {
      while (!hasMark(view.getInt32(at, true))) at += 4
      let code = bytes[at] ?? 0
      while (code !== quoteMark && code !== backslash) code = bytes[++at] ?? 0
      if (code === quoteMark) return at + 1
      at += 2
      if (at > this.end) throw malformed
    }
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
    this.at = this.skipNumber(from)
    return decodeUtf8(this.bytes, from, this.at)
  }

  /** Where the number ends that starts at `from`. */
  protected skipNumber(from: number): number {
    const { bytes } = this
    let at = from
    let code = bytes[at] ?? 0
    while (isDigit(code)) code = bytes[++at] ?? 0
    if (code === point && at > from) {
      code = bytes[++at] ?? 0
      while (isDigit(code)) code = bytes[++at] ?? 0
    }
    return at > from && !isNumberByte(code) ? at : this.skipRareNumber(from)
  }

  private skipRareNumber(from: number): number {
    const { bytes, end } = this
    let at = from
    while (isNumberByte(bytes[at] ?? 0)) at++
    const first = bytes[from] ?? 0
    const isBare = at === from || (at === from + 1 && (first === minus || first === 0x2b))
    if (!isBare || at >= end) return at
    const name = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)
    if (!/^(inf|nan)$/i.test(name)) throw malformed
    return at + 3
  }

  /** `true` or `false` at its first letter. */
  protected readBoolean(isTrue: boolean): void {
    const { view, at } = this
    if (view.getInt32(isTrue ? at : at + 1, true) !== (isTrue ? wordTrue : wordAlse)) {
      throw malformed
    }
    this.at = at + (isTrue ? 4 : 5)
  }

  /** `null`, or eKuiper's `nan` whose other letters may be large. Returns whether it was `nan`. */
  protected readNull(): boolean {
    const { bytes, at } = this
    if (this.view.getInt32(at, true) === wordNull) {
      this.at = at + 4
      return false
    }
    const name = String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)
    if (name.toLowerCase() !== 'an') throw malformed
    this.at = at + 3
    return true
  }

  /** Steps over one value; `code` is its first byte. Returns true for a null. */
  protected skipValue(code: number, depth: number): boolean {
    if (depth > maxDepth) throw malformed
    switch (code) {
      case quoteMark:
        this.at = this.skipText(this.at + 1)
        return false
      case openBrace:
        this.skipObject(depth)
        return false
      case openBracket:
        this.skipArray(depth)
        return false
      case lowerT:
        this.readBoolean(true)
        return false
      case lowerF:
        this.readBoolean(false)
        return false
      case lowerN:
        return !this.readNull()
      default:
        if (code < 0) throw malformed
        this.at = this.skipNumber(this.at)
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
      this.at = this.skipText(this.at + 1)
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

/** `true`, `null`, and `false` without its first letter, as four bytes read at once. */
const wordTrue = 0x65757274
const wordNull = 0x6c6c756e
const wordAlse = 0x65736c61

const firstCapacity = 4096
/** Room for the backslash behind a payload and for reading four bytes from there. */
const spareBytes = 8

/** The highest bits of four bytes. */
const notAscii = ~0x7f7f7f7f

/** Whether one of four bytes is a quote or a backslash: xor makes it zero, and only zero borrows. */
function hasMark(word: number): boolean {
  const quotes = word ^ 0x22222222
  const slashes = word ^ 0x5c5c5c5c
  const zeros = ((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes)
  return (zeros & notAscii) !== 0
}

function isSpace(code: number): boolean {
  return code === blank || code === 0x0a || code === 0x0d || code === 0x09
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

const numberBytes = new Uint8Array(256)
for (const character of '0123456789.-+eE') numberBytes[character.charCodeAt(0)] = 1

function isNumberByte(code: number): boolean {
  return numberBytes[code] === 1
}
