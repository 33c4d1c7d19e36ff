const encoder = new TextEncoder()
const poolSize = 16 * 1024

let pool = new Uint8Array(poolSize)
let used = 0

/**
 * The UTF-8 bytes of one message. Short ones share a buffer: allocating one for each costs several times
 * the encoding itself. So the bytes may be kept, but their `buffer` must not be transferred.
 */
export function encodeMessage(text: string): Uint8Array {
  const largest = text.length * 3
  if (largest > poolSize / 4) return encoder.encode(text)
  if (largest > poolSize - used) {
    pool = new Uint8Array(poolSize)
    used = 0
  }
  const { written } = encoder.encodeInto(text, pool.subarray(used))
  const bytes = pool.subarray(used, used + written)
  used += written
  return bytes
}
