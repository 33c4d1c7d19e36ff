/** Texts for figures: they must keep their width while they count. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `1,204` */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1.2k`, `40`, `0.5`: at most four characters, for wires and nodes. */
export function formatShort(value: number): string {
  if (value >= 999_500) return `${(value / 1_000_000).toFixed(value < 9_950_000 ? 1 : 0)}M`
  if (value >= 999.5) return `${(value / 1000).toFixed(value < 9950 ? 1 : 0)}k`
  if (value >= 9.95 || Number.isInteger(value)) return value.toFixed(0)
  return value.toFixed(1)
}

/** In full up to a limit, short above it: `9,999`, `12k`. */
export function formatBounded(count: number, limit: number): string {
  return count <= limit ? formatCount(count) : formatShort(count)
}

/** `1,204/s`; below ten rows a second with one decimal. */
export function formatRate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 9.95) return `${perSecond.toFixed(1)}/s`
  return `${whole.format(perSecond)}/s`
}

/** `14s`, `2m 14s`, `1h 02m` */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`
}

/** `14:03:12.418` in the user's zone. */
export function formatClock(epochMs: number): string {
  const date = new Date(epochMs)
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** `1 row`, `3 rows` */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** The beginning of a long text, never half a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
