/** The inside of JSON strings with Go's escapes. */

const backslash = 92
/** Half a surrogate pair is no valid text for Go, which writes this character, escaped. */
const replacement = 0xfffd

/** 1 for the ASCII characters that stand for themselves. */
export const plain: Readonly<Uint8Array> = new Uint8Array(128).map((_, code) =>
  code < 32 || '"\\<>&'.includes(String.fromCharCode(code)) ? 0 : 1,
)

const shortEscapes: ReadonlyMap<number, number> = new Map(
  [...'\b\f\n\r\t"\\'].map((escaped, i) => [escaped.charCodeAt(0), 'bfnrt"\\'.charCodeAt(i)]),
)

/** Writes the characters from `first` on and returns their end; six bytes for each are always enough. */
export function writeEscaped(bytes: Uint8Array, at: number, text: string, first: number): number {
  let to = at
  for (let i = first; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 128) {
      if (plain[code] === 1) bytes[to++] = code
      else to = writeEscape(bytes, to, code)
    } else if (code < 0x800) {
      bytes[to] = 0xc0 | (code >> 6)
      bytes[to + 1] = 0x80 | (code & 0x3f)
      to += 2
    } else if (isSurrogate(code)) {
      const pair = text.codePointAt(i) ?? 0
      if (pair === code) to = writeEscape(bytes, to, replacement)
      else {
        to = writePair(bytes, to, pair)
        i++
      }
    } else if (code === 0x2028 || code === 0x2029) to = writeEscape(bytes, to, code)
    else {
      bytes[to] = 0xe0 | (code >> 12)
      bytes[to + 1] = 0x80 | ((code >> 6) & 0x3f)
      bytes[to + 2] = 0x80 | (code & 0x3f)
      to += 3
    }
  }
  return to
}

function isSurrogate(code: number): boolean {
  return (code & 0xf800) === 0xd800
}

function writePair(bytes: Uint8Array, at: number, code: number): number {
  bytes[at] = 0xf0 | (code >> 18)
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f)
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f)
  bytes[at + 3] = 0x80 | (code & 0x3f)
  return at + 4
}

function writeEscape(bytes: Uint8Array, at: number, code: number): number {
  bytes[at] = backslash
  const short = shortEscapes.get(code)
  if (short !== undefined) {
    bytes[at + 1] = short
    return at + 2
  }
  const digits = `u${code.toString(16).padStart(4, '0')}`
  for (let i = 0; i < 5; i++) bytes[at + 1 + i] = digits.charCodeAt(i)
  return at + 6
}
