const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Standard base32 with padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let size = 0
  for (const byte of bytes) {
    bits = (bits << 8) | byte
    size += 8
    while (size >= 5) {
      size -= 5
      text += alphabet.charAt((bits >> size) & 31)
    }
    bits &= (1 << size) - 1
  }
  if (size > 0) text += alphabet.charAt((bits << (5 - size)) & 31)
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

/** The bytes, or the offset of the first character that is wrong. */
export function decodeBase32(text: string): Uint8Array | number {
  const used = text.replace(/=+$/, '')
  const bytes: number[] = []
  let bits = 0
  let size = 0
  for (let at = 0; at < used.length; at++) {
    const value = alphabet.indexOf(used.charAt(at))
    if (value < 0) return at
    bits = (bits << 5) | value
    size += 5
    if (size < 8) continue
    size -= 8
    bytes.push((bits >> size) & 255)
    bits &= (1 << size) - 1
  }
  return text.length % 8 === 0 ? Uint8Array.from(bytes) : used.length - (used.length % 8)
}
