/**
 * UTF-8 to text. A byte that is not part of a valid sequence becomes one lone surrogate (U+DC00 and the
 * byte), because Go keeps such bytes and writes them to JSON as an escape, not as the character U+FFFD.
 */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > longText) {
    try {
      return strictDecoder.decode(bytes.subarray(from, to))
    } catch {
      // Not valid UTF-8: only the loop below replaces bytes as Go does.
    }
  }
  let text = ''
  let at = from
  while (at < to) {
    const point = readPoint(bytes, at, to)
    text += point < 0x80 ? String.fromCharCode(point) : String.fromCodePoint(point)
    at += pointLength
  }
  return text
}

/** Below this length a loop beats the call into the platform's decoder. */
const longText = 32
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const invalidByte = 0xdc00

/** Bytes of the point that `readPoint` returned last; a second result without an allocation per character. */
let pointLength = 1

function readPoint(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] ?? 0
  pointLength = 1
  if (first < 0x80) return first
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + length > to) return invalidByte | first
  let point = first & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if ((next & 0xc0) !== 0x80) return invalidByte | first
    point = (point << 6) | (next & 0x3f)
  }
  const isOverlong = (length === 3 && point < 0x800) || (length === 4 && point < 0x10000)
  const isSurrogate = point >= 0xd800 && point <= 0xdfff
  if (isOverlong || isSurrogate || point > 0x10ffff) return invalidByte | first
  pointLength = length
  return point
}
