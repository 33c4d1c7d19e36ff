/**
 * A message in a file: its length, a check sum of both, its bytes. A frame that a power cut or a full disk
 * left half written fails its check sum, and so does everything that is no frame.
 */
export const headerLength = 8

export function frame(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerLength + message.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, message.length)
  view.setUint32(4, checkSum(message))
  bytes.set(message, headerLength)
  return bytes
}

/** The message whose frame starts at `offset`; undefined where there is no whole one. */
export function messageAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  if (bytes.length < offset + headerLength) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const start = offset + headerLength
  const end = start + view.getUint32(offset)
  if (end > bytes.length) return undefined
  const message = bytes.subarray(start, end)
  return view.getUint32(offset + 4) === checkSum(message) ? message : undefined
}

/** FNV-1a over the length and the bytes: zeros, too, are told from an empty message. */
function checkSum(message: Uint8Array): number {
  let sum = 0x811c9dc5 ^ message.length
  for (const byte of message) sum = Math.imul(sum ^ byte, 0x01000193)
  return sum >>> 0
}
