const deepest = 4

/** The message and, behind it, what else was given: texts as they are, all else as JSON. */
export function logLine(message: unknown, details: readonly unknown[]): string {
  return [message, ...details].map(textOf).join(' ')
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.stack ?? value.message
  try {
    return typeof value === 'bigint'
      ? String(value)
      : (JSON.stringify(shorten(value, deepest)) ?? 'undefined')
  } catch {
    // A getter or proxy of the plugin's own may throw; the line must not.
    return 'an object that cannot be shown'
  }
}

/** What JSON can write; objects that are in too many others, or in themselves, are cut. */
function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return value.message
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value)) return `${String(value.byteLength)} bytes`
  if (depth === 0) return Array.isArray(value) ? '[\u2026]' : '{\u2026}'
  if (Array.isArray(value)) return value.map((item) => shorten(item, depth - 1))
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return Object.fromEntries(entries.map(([name, item]) => [String(name), shorten(item, depth - 1)]))
}
