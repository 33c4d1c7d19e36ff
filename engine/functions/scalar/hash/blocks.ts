/** The padding that MD5 and the SHA family share: a 1 bit, zeros, the length in bits. */
export function padMessage(
  bytes: Uint8Array,
  blockSize: 64 | 128,
  isLittleEndian: boolean,
): DataView {
  const lengthSize = blockSize / 8
  const total = Math.ceil((bytes.length + 1 + lengthSize) / blockSize) * blockSize
  const padded = new Uint8Array(total)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(total - 8, BigInt(bytes.length) * 8n, isLittleEndian)
  return view
}

export function toHex(words: ArrayLike<number>, isLittleEndian: boolean): string {
  const bytes = new Uint8Array(words.length * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < words.length; i++) view.setUint32(i * 4, words[i] ?? 0, isLittleEndian)
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
