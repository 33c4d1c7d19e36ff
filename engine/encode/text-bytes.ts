/** The inside of JSON strings with Go's escapes. */

const backslash = 92

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
    const code = text.codePointAt(i) ?? 0
    if (code < 128 && plain[code] === 1) bytes[to++] = code
    else if (isEscaped(code)) to = writeEscape(bytes, to, code)
    else {
      to = writeUtf8(bytes, to, code)
      if (code > 0xffff) i++
    }
  }
  return to
}

/** Half a surrogate pair is no valid text for Go. */
function isEscaped(code: number): boolean {
  return code < 128 || code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff)
}

function writeEscape(bytes: Uint8Array, at: number, code: number): number {
  bytes[at] = backslash
  const short = shortEscapes.get(code)
  if (short !== undefined) {
    bytes[at + 1] = short
    return at + 2
  }
  const unit = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code
  const digits = `u${unit.toString(16).padStart(4, '0')}`
  for (let i = 0; i < 5; i++) bytes[at + 1 + i] = digits.charCodeAt(i)
  return at + 6
}

function writeUtf8(bytes: Uint8Array, at: number, code: number): number {
  let to = at
  if (code < 0x800) bytes[to++] = 0xc0 | (code >> 6)
  else {
    if (code < 0x10000) bytes[to++] = 0xe0 | (code >> 12)
    else {
      bytes[to++] = 0xf0 | (code >> 18)
      bytes[to++] = 0x80 | ((code >> 12) & 0x3f)
    }
    bytes[to++] = 0x80 | ((code >> 6) & 0x3f)
  }
  bytes[to++] = 0x80 | (code & 0x3f)
  return to
}
