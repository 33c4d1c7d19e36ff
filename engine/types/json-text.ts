import { encodeBase64 } from './base64.ts'
import { civilTime, formatRfc3339 } from './date-time.ts'
import { formatFloat } from './float-text.ts'
import { isBytes, isDateTime, isDuration, isList, isWeekday } from './go-text.ts'
import { compareUtf8 } from './utf8.ts'
import { NIL_LIST, type DateTime, type RecordValue, type Value } from './value.ts'

/**
 * JSON as Go's encoding/json writes it: keys in byte order, `<`, `>`, `&`, U+2028 and U+2029 escaped,
 * bytes in base64, times in RFC 3339. Every row that leaves a rule passes here.
 */

/** Something in the value that JSON cannot show: NaN, an infinity, a year such as 12024. The message is Go's. */
export class JsonTextError extends Error {
  readonly kind = 'json-text-error'
  constructor(message: string) {
    super(message)
    this.name = 'JsonTextError'
  }
}

/** Throws JsonTextError. */
export function toJsonText(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return quoteJson(value)
    case 'number':
      return numberText(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return value.toString()
    case 'undefined':
      return 'null'
    default:
      return objectText(value)
  }
}

/** A JSON string literal with Go's escapes. */
export function quoteJson(text: string): string {
  return NEEDS_ESCAPE.test(text) ? escapeText(text) : `"${text}"`
}

// Surrogates are looked at as well: one without its partner is no valid text for Go.
const NEEDS_ESCAPE = /[\u0000-\u001f"\\<>&\u2028\u2029\ud800-\udfff]/

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [12, '\\f'],
  [13, '\\r'],
  [34, '\\"'],
  [92, '\\\\'],
])

/** How records with these keys are written: rows repeat theirs, so sorting and quoting is done once. */
interface Shape {
  readonly names: readonly string[]
  readonly sorted: readonly string[]
  /** `{"first":`, `,"second":` and so on, in sorted order. */
  readonly keyTexts: readonly string[]
}

/** The last shape seen for each number of keys. */
const shapes: (Shape | undefined)[] = []
const SHAPES_LIMIT = 256

function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  // NaN and the infinities are the numbers whose difference with themselves is no zero.
  if (value - value !== 0) throw unsupportedNumber(value)
  // JavaScript and Go's encoding/json choose the same digits, and an exponent from the same bounds on.
  return `${value}`
}

function unsupportedNumber(value: number): JsonTextError {
  return new JsonTextError(`json: unsupported value: ${formatFloat(value)}`)
}

function objectText(value: object | null): string {
  if (value === null) return 'null'
  const item = value as Value
  if (isList(item)) return listText(item)
  if (Object.getPrototypeOf(value) === Object.prototype || isBytes(item)) return taggedText(item)
  return recordText(value as RecordValue)
}

/** Values of ours that are objects; anything else is a record that did not come from `createRecord`. */
function taggedText(value: Value): string {
  if (isBytes(value)) return `"${encodeBase64(value)}"`
  if (isDateTime(value)) return timeText(value)
  if (isDuration(value)) return value.nanoseconds.toString()
  if (isWeekday(value)) return String(value.day)
  return recordText(value as RecordValue)
}

function timeText(time: DateTime): string {
  const { year } = civilTime(time)
  if (year >= 0 && year <= 9999) return `"${formatRfc3339(time)}"`
  throw new JsonTextError(
    'json: error calling MarshalJSON for type time.Time: ' +
      'Time.MarshalJSON: year outside of range [0,9999]',
  )
}

function listText(list: readonly Value[]): string {
  if (list.length === 0) return list === NIL_LIST ? 'null' : '[]'
  let text = '['
  for (let i = 0; i < list.length; i++) text += (i === 0 ? '' : ',') + toJsonText(list[i])
  return `${text}]`
}

function recordText(record: RecordValue): string {
  const names = Object.keys(record)
  if (names.length === 0) return '{}'
  const shape = shapeOf(names)
  const { sorted, keyTexts } = shape
  let text = ''
  for (let i = 0; i < sorted.length; i++) {
    const value = record[sorted[i] ?? '']
    if (value === undefined) return withoutMissing(record, sorted)
    text += keyTexts[i] ?? ''
    // The frequent kinds without another call.
    if (typeof value === 'string') {
      text += NEEDS_ESCAPE.test(value) ? escapeText(value) : `"${value}"`
    } else if (typeof value === 'number') text += numberText(value)
    else text += toJsonText(value)
  }
  return `${text}}`
}

/** A key whose value is undefined is a column that is missing. */
function withoutMissing(record: RecordValue, sorted: readonly string[]): string {
  const present = sorted.filter((name) => record[name] !== undefined)
  return `{${present.map((name) => `${quoteJson(name)}:${toJsonText(record[name])}`).join(',')}}`
}

function shapeOf(names: readonly string[]): Shape {
  const known = shapes[names.length]
  if (known !== undefined && sameNames(known.names, names)) return known
  const sorted = names.toSorted(compareUtf8)
  const keyTexts = sorted.map((name, index) => `${index === 0 ? '{' : ','}${quoteJson(name)}:`)
  const shape = { names, sorted, keyTexts }
  if (names.length < SHAPES_LIMIT) shapes[names.length] = shape
  return shape
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function escapeText(text: string): string {
  let escaped = '"'
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xd800 && code <= 0xdfff) {
      if (code < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
        i++
        continue
      }
    } else if (!mustEscape(code)) continue
    escaped += text.slice(from, i) + escapeCode(code)
    from = i + 1
  }
  return `${escaped}${text.slice(from)}"`
}

function mustEscape(code: number): boolean {
  if (code > 92) return code === 0x2028 || code === 0x2029
  return code < 32 || code === 34 || code === 38 || code === 60 || code === 62 || code === 92
}

function escapeCode(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd'
  return SHORT_ESCAPES.get(code) ?? `\\u${code.toString(16).padStart(4, '0')}`
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
