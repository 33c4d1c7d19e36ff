/** Go's time.Duration texts. */

import { encodeUtf8 } from './utf8.ts'

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])

export const MAX_DURATION = 2n ** 63n - 1n
export const MIN_DURATION = -(2n ** 63n)

/** Such as `25h1m1.001s`, `1.5ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s'
  const sign = nanoseconds < 0n ? '-' : ''
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\u00b5s`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`
  const minute = 60_000_000_000n
  const seconds = decimal(size % minute, 9)
  const minutes = size / minute
  if (minutes === 0n) return `${sign}${seconds}s`
  if (minutes < 60n) return `${sign}${minutes}m${seconds}s`
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`
}

export type DurationResult =
  | { readonly ok: true; readonly nanoseconds: bigint }
  | { readonly ok: false; readonly error: string }

/** Go's time.ParseDuration with its error texts. */
export function parseDuration(text: string): DurationResult {
  const invalid = { ok: false, error: `time: invalid duration ${quote(text)}` } as const
  let rest = text
  const isNegative = rest.startsWith('-')
  if (/^[+-]/.test(rest)) rest = rest.slice(1)
  if (rest === '0') return { ok: true, nanoseconds: 0n }
  if (rest === '') return invalid
  let total = 0n
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest)
    const whole = number?.[1] ?? ''
    const fraction = number?.[2] ?? ''
    if (number === null || (whole === '' && fraction === '')) return invalid
    if (BigInt(whole === '' ? '0' : whole) > MAX_DURATION + 1n) return invalid
    rest = rest.slice(number[0].length)
    const unitText = /^[^.\d]*/.exec(rest)?.[0] ?? ''
    if (unitText === '') {
      return { ok: false, error: `time: missing unit in duration ${quote(text)}` }
    }
    const unit = UNITS.get(unitText)
    if (unit === undefined) {
      const error = `time: unknown unit ${quote(unitText)} in duration ${quote(text)}`
      return { ok: false, error }
    }
    rest = rest.slice(unitText.length)
    total += BigInt(whole === '' ? '0' : whole) * unit + fractionOf(fraction, unit)
    if (total > MAX_DURATION + 1n) return invalid
  }
  if (isNegative) return { ok: true, nanoseconds: -total }
  return total > MAX_DURATION ? invalid : { ok: true, nanoseconds: total }
}

/** The value of a duration in milliseconds or in Go's text; undefined for a text that is no duration. */
export function millisecondsOf(value: number | string): number | undefined {
  if (typeof value === 'number') return value
  const parsed = parseDuration(value)
  return parsed.ok ? Number(parsed.nanoseconds) / 1e6 : undefined
}

function fractionOf(digits: string, unit: bigint): bigint {
  if (digits === '') return 0n
  return (BigInt(digits) * unit) / 10n ** BigInt(digits.length)
}

function decimal(size: bigint, places: number): string {
  const scale = 10n ** BigInt(places)
  const fraction = (size % scale).toString().padStart(places, '0').replace(/0+$/, '')
  return fraction === '' ? String(size / scale) : `${size / scale}.${fraction}`
}

/** Go escapes every byte that is no printable ASCII. */
function quote(text: string): string {
  const bytes = Array.from(encodeUtf8(text), (byte) => {
    if (byte < 32 || byte > 126) return `\\x${byte.toString(16).padStart(2, '0')}`
    return byte === 34 || byte === 92 ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte)
  })
  return `"${bytes.join('')}"`
}
