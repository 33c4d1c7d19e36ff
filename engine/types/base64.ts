const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const CODES = (() => {
  const codes = new Int8Array(128).fill(-1)
  for (let i = 0; i < ALPHABET.length; i++) codes[ALPHABET.charCodeAt(i)] = i
  return codes
})()

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  let i = 0
  for (; i + 2 < bytes.length; i += 3) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += digit(bits >> 18) + digit(bits >> 12) + digit(bits >> 6) + digit(bits)
  }
  const rest = bytes.length - i
  if (rest === 1) {
    const bits = (bytes[i] ?? 0) << 16
    text += digit(bits >> 18) + digit(bits >> 12) + '=='
  } else if (rest === 2) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8)
    text += digit(bits >> 18) + digit(bits >> 12) + digit(bits >> 6) + '='
  }
  return text
}

export type Base64Result =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `at` is the offset of the first byte that is wrong, as Go's base64.CorruptInputError counts it. */
  | { readonly ok: false; readonly at: number }

/** Decodes as Go's base64.StdEncoding: padding needed, CR and LF skipped, stray trailing bits accepted. */
export function decodeBase64(text: string): Base64Result {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let length = 0
  let bits = 0
  let count = 0
  let groupEnd = -1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || code === 13) continue
    if (groupEnd >= 0) return { ok: false, at: i }
    if (code === 61) {
      const end = paddingEnd(text, i, count)
      if (end.at >= 0) return { ok: false, at: end.at }
      if (count === 2) bytes[length++] = (bits >> 4) & 0xff
      else {
        bytes[length++] = (bits >> 10) & 0xff
        bytes[length++] = (bits >> 2) & 0xff
      }
      count = 0
      groupEnd = end.next
      i = end.next - 1
      continue
    }
    const value = code < 128 ? (CODES[code] ?? -1) : -1
    if (value < 0) return { ok: false, at: i }
    bits = (bits << 6) | value
    if (++count === 4) {
      bytes[length++] = (bits >> 16) & 0xff
      bytes[length++] = (bits >> 8) & 0xff
      bytes[length++] = bits & 0xff
      bits = 0
      count = 0
    }
  }
  if (count > 0) return { ok: false, at: text.length - count }
  return { ok: true, bytes: bytes.subarray(0, length) }
}

/** Where the padding that starts at `at` ends; `at` of the result is 0 or more where it is wrong. */
function paddingEnd(text: string, at: number, count: number): { at: number; next: number } {
  if (count < 2) return { at, next: 0 }
  if (count === 3) return { at: -1, next: at + 1 }
  let next = at + 1
  while (text[next] === '\n' || text[next] === '\r') next++
  if (next >= text.length) return { at: text.length, next: 0 }
  return text[next] === '=' ? { at: -1, next: next + 1 } : { at: next - 1, next: 0 }
}

function digit(bits: number): string {
  return ALPHABET[bits & 63] ?? ''
}
