import { toJsonText } from '../types/json-text.ts'

/** No number is longer. */
export const longestNumber = 32

const zero = 48
const minus = 45
const point = 46

/** Above it, integer arithmetic is no longer that of 32 bits. */
const smallLimit = 1e9

/**
 * Writes the JSON text of a number and returns its end. Throws JsonTextError for NaN and the infinities.
 * Whole numbers and those with one or two places are most, so all of their way is here: V8 puts it into
 * the loop over a row's values.
 */
export function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value)
  const hundredths = Math.round(size * 100)
  // A decimal of at most 15 digits that rounds to the number is the shortest that does.
  const isFrequent = size < smallLimit && hundredths / 100 === size && !Object.is(value, -0)
  if (!isFrequent) return writeRare(bytes, at, value)
  let from = at
  if (value < 0) bytes[from++] = minus
  let whole = Math.floor(size) | 0
  const rest = (hundredths - whole * 100) | 0
  const end = from + digitCount(whole)
  let to = end
  do {
    const shorter = (whole / 10) | 0
    bytes[--to] = zero + whole - shorter * 10
    whole = shorter
  } while (to > from)
  if (rest === 0) return end
  const tenths = (rest / 10) | 0
  const last = rest - tenths * 10
  bytes[end] = point
  bytes[end + 1] = zero + tenths
  if (last === 0) return end + 2
  bytes[end + 2] = zero + last
  return end + 3
}

export function writeBigint(bytes: Uint8Array, at: number, value: bigint): number {
  const number = Number(value)
  return Number.isSafeInteger(number) && number !== 0
    ? writeNumber(bytes, at, number)
    : writeAscii(bytes, at, value.toString())
}

export function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  return at + text.length
}

function writeRare(bytes: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value)
  const from = value < 0 ? at + 1 : at
  bytes[at] = minus
  if (size < smallLimit) {
    const millionths = Math.round(size * 1e6)
    if (millionths / 1e6 === size && size !== 0) {
      const whole = Math.floor(size)
      return writeMillionths(bytes, writeSmall(bytes, from, whole), millionths - whole * 1e6)
    }
  } else if (size <= Number.MAX_SAFE_INTEGER && Math.floor(size) === size) {
    return writeLarge(bytes, from, size)
  }
  return writeAscii(bytes, at, toJsonText(value))
}

/** A whole number below 10^9. */
function writeSmall(bytes: Uint8Array, at: number, value: number): number {
  const end = at + digitCount(value)
  writeDigits(bytes, at, end, value)
  return end
}

/** A whole number from 10^9 to 2^53: its last nine digits, and those before. */
function writeLarge(bytes: Uint8Array, at: number, value: number): number {
  let high = Math.floor(value / smallLimit)
  let low = value - high * smallLimit
  if (low < 0) {
    // The division was rounded up.
    high -= 1
    low += smallLimit
  }
  const middle = writeSmall(bytes, at, high)
  writeDigits(bytes, middle, middle + 9, low)
  return middle + 9
}

/** The point and what stands behind it, without zeros at the end. */
function writeMillionths(bytes: Uint8Array, at: number, millionths: number): number {
  let rest = millionths | 0
  let count = 6
  for (;;) {
    const shorter = (rest / 10) | 0
    if (shorter * 10 !== rest) break
    rest = shorter
    count -= 1
  }
  bytes[at] = point
  writeDigits(bytes, at + 1, at + 1 + count, rest)
  return at + 1 + count
}

/** The last digits of a whole number below 10^9, as many as there is room for. */
function writeDigits(bytes: Uint8Array, from: number, end: number, value: number): void {
  let rest = value | 0
  for (let at = end - 1; at >= from; at--) {
    const shorter = (rest / 10) | 0
    bytes[at] = zero + rest - shorter * 10
    rest = shorter
  }
}

function digitCount(value: number): number {
  if (value < 1e3) return value < 10 ? 1 : value < 100 ? 2 : 3
  if (value < 1e6) return value < 1e4 ? 4 : value < 1e5 ? 5 : 6
  return value < 1e7 ? 7 : value < 1e8 ? 8 : 9
}
