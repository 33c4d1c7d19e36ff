import { decodeBase64 } from './base64.ts'
import { createDateTime } from './date-time.ts'
import { formatPlainFloat } from './float-text.ts'
import { describeValue, isBytes, isDateTime, toGoText } from './go-text.ts'
import { parseTimeText } from './time-text.ts'
import type { DateTime, Value } from './value.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * Conversions between types as eKuiper does them. The strict ones take what already is such a number,
 * the loose ones (`cast(x, 'bigint')`) also texts and booleans.
 */
export type CastResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string }

export const MAX_INT64 = 2n ** 63n - 1n
export const MIN_INT64 = -(2n ** 63n)

export function toInt64Strict(value: Value): CastResult<bigint> {
  if (typeof value === 'bigint') return { ok: true, value }
  if (typeof value === 'number' && Number.isInteger(value)) {
    return { ok: true, value: truncateToInt64(value) }
  }
  return cannotConvert(value, 'int')
}

export function toInt64Loose(value: Value): CastResult<bigint> {
  switch (typeof value) {
    case 'bigint':
      return { ok: true, value }
    case 'number':
      return { ok: true, value: truncateToInt64(value) }
    case 'boolean':
      return { ok: true, value: value ? 1n : 0n }
    case 'string': {
      const parsed = parseGoInteger(value)
      return parsed === undefined ? cannotConvert(value, 'int') : { ok: true, value: parsed }
    }
    default:
      return cannotConvert(value, 'int')
  }
}

export function toFloatStrict(value: Value): CastResult<number> {
  if (typeof value === 'number') return { ok: true, value }
  if (typeof value === 'bigint') return { ok: true, value: Number(value) }
  return cannotConvert(value, 'float64')
}

export function toFloatLoose(value: Value): CastResult<number> {
  switch (typeof value) {
    case 'number':
      return { ok: true, value }
    case 'bigint':
      return { ok: true, value: Number(value) }
    case 'boolean':
      return { ok: true, value: value ? 1 : 0 }
    case 'string': {
      const parsed = parseGoFloat(value)
      return parsed === undefined ? cannotConvert(value, 'float64') : { ok: true, value: parsed }
    }
    default:
      return cannotConvert(value, 'float64')
  }
}

/** `cast(x, 'string')`: floats never get an exponent, bytes are read as text. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatPlainFloat(value)
  if (value === null) return ''
  return isBytes(value) ? decodeUtf8(value) : toGoText(value)
}

const TRUE_TEXTS: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const FALSE_TEXTS: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

export function toBooleanLoose(value: Value): CastResult<boolean> {
  switch (typeof value) {
    case 'boolean':
      return { ok: true, value }
    case 'number':
      return { ok: true, value: value !== 0 }
    case 'bigint':
      return { ok: true, value: value !== 0n }
    case 'string':
      if (TRUE_TEXTS.has(value)) return { ok: true, value: true }
      if (FALSE_TEXTS.has(value)) return { ok: true, value: false }
      return {
        ok: false,
        error: `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
      }
    default:
      return cannotConvert(value, 'bool')
  }
}

/** A text that is base64 is decoded, any other stands for its own bytes. */
export function toBytes(value: Value): CastResult<Uint8Array> {
  if (isBytes(value)) return { ok: true, value }
  if (typeof value !== 'string') return cannotConvert(value, 'bytea')
  const decoded = decodeBase64(value)
  return { ok: true, value: decoded.ok ? decoded.bytes : encoder.encode(value) }
}

const encoder = new TextEncoder()

/** Numbers are milliseconds since 1970; texts are tried in every usual form. */
export function toDateTime(value: Value, now = 0): CastResult<DateTime> {
  switch (typeof value) {
    case 'number':
      return { ok: true, value: createDateTime(Number(truncateToInt64(value))) }
    case 'bigint':
      return { ok: true, value: createDateTime(Number(value)) }
    case 'string': {
      const parsed = parseTimeText(value, now)
      if (parsed !== undefined) return { ok: true, value: parsed }
      return { ok: false, error: `Can't parse string as time: ${value}` }
    }
    default:
      if (isDateTime(value)) return { ok: true, value }
      return { ok: false, error: `unsupported type to convert to timestamp ${toGoText(value)}` }
  }
}

/** Go's int64(float) on amd64: what does not fit becomes the smallest integer. */
export function truncateToInt64(value: number): bigint {
  const isInside = value >= -9223372036854775808 && value < 9223372036854775808
  return isInside ? BigInt(Math.trunc(value)) : MIN_INT64
}

/** Go's strconv.ParseInt with base 0: `0x1f`, `010` (octal), `0b101`, `1_000`; undefined where wrong. */
export function parseGoInteger(text: string): bigint | undefined {
  const match =
    /^([+-]?)(?:(0[xX](?:_?[\da-fA-F])+)|(0[bB](?:_?[01])+)|(0[oO]?(?:_?[0-7])+)|(0|[1-9](?:_?\d)*))$/.exec(
      text,
    )
  if (match === null) return undefined
  const [, sign, hex, binary, octal, decimal] = match
  const digits = (hex ?? binary ?? octalForm(octal) ?? decimal ?? '0').replaceAll('_', '')
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits)
  return value > MAX_INT64 || value < MIN_INT64 ? undefined : value
}

function octalForm(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `0o${text.replace(/^0[oO]?/, '')}`
}

const DECIMAL_FLOAT =
  /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/
const HEX_FLOAT = /^([+-]?)0[xX](?:_?([\da-fA-F_]*))(?:\.([\da-fA-F_]*))?[pP]([+-]?\d+)$/

/** Go's strconv.ParseFloat; undefined where the text is wrong or out of range. */
export function parseGoFloat(text: string): number | undefined {
  if (DECIMAL_FLOAT.test(text)) {
    const value = Number(text.replaceAll('_', ''))
    return Number.isFinite(value) ? value : undefined
  }
  const hex = HEX_FLOAT.exec(text)
  if (hex !== null) return parseHexFloat(hex)
  const word = /^([+-]?)(inf|infinity)$/i.exec(text)
  if (word !== null) return word[1] === '-' ? -Infinity : Infinity
  return /^nan$/i.test(text) ? NaN : undefined
}

function parseHexFloat(match: RegExpExecArray): number | undefined {
  const whole = (match[2] ?? '').replaceAll('_', '')
  const fraction = (match[3] ?? '').replaceAll('_', '')
  if (whole + fraction === '') return undefined
  const value = parseInt(whole + fraction, 16) * 2 ** (Number(match[4]) - 4 * fraction.length)
  return match[1] === '-' ? -value : value
}

function cannotConvert(value: Value, type: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error: `cannot convert ${describeValue(value)} to ${type}` }
}
