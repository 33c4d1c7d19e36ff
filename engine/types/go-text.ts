import type { DateTime, Duration, RecordValue, Value, Weekday } from './value.ts'
import { formatDateTime } from './date-time.ts'
import { formatDuration } from './duration.ts'
import { formatFloat } from './float-text.ts'
import { compareUtf8 } from './utf8.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** Go's `%v` of a value, which eKuiper uses for texts, hashes and error messages. */
export function toGoText(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return formatFloat(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'undefined':
      return '<nil>'
    default:
      return objectText(value)
  }
}

/** Go's `%T` of a value. Every integer is int64: the operators widen the narrower ones. */
export function goTypeName(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'float64'
    case 'bigint':
      return 'int64'
    case 'boolean':
      return 'bool'
    case 'undefined':
      return '<nil>'
    default:
      return objectTypeName(value)
  }
}

/** `type(value)` as in eKuiper's error texts. */
export function describeValue(value: Value | undefined): string {
  return `${goTypeName(value)}(${toGoText(value)})`
}

export function dayName(day: number): string {
  return DAYS[day] ?? ''
}

export function isDateTime(value: Value | undefined): value is DateTime {
  return isTagged(value) && value.kind === 'datetime' && typeof value.epochMs === 'number'
}

export function isDuration(value: Value | undefined): value is Duration {
  return isTagged(value) && value.kind === 'duration' && typeof value.nanoseconds === 'bigint'
}

export function isWeekday(value: Value | undefined): value is Weekday {
  return isTagged(value) && value.kind === 'weekday' && typeof value.day === 'number'
}

/** True for a map, as opposed to lists, bytes, times and durations. */
export function isRecord(value: Value | undefined): value is RecordValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (value instanceof Uint8Array) return false
  return !(isDateTime(value) || isDuration(value) || isWeekday(value))
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

export function isBytes(value: Value | undefined): value is Uint8Array {
  return value instanceof Uint8Array
}

interface Tagged {
  readonly kind: unknown
  readonly epochMs?: unknown
  readonly nanoseconds?: unknown
  readonly day?: unknown
}

/**
 * A payload may hold `{"kind":"datetime","epochMs":1}` as well; its prototype tells it from a value of
 * ours, which is a plain literal, while records come from `createRecord`.
 */
function isTagged(value: Value | undefined): value is Value & Tagged {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    Object.getPrototypeOf(value) === Object.prototype
  )
}

function objectText(value: object | null): string {
  const item = value as Value
  if (item === null) return '<nil>'
  if (isList(item)) return `[${item.map(toGoText).join(' ')}]`
  if (isBytes(item)) return `[${item.join(' ')}]`
  if (isDateTime(item)) return formatDateTime(item)
  if (isDuration(item)) return formatDuration(item.nanoseconds)
  if (isWeekday(item)) return dayName(item.day)
  return isRecord(item) ? recordText(item) : ''
}

function recordText(record: RecordValue): string {
  const names = Object.keys(record).sort(compareUtf8)
  return `map[${names.map((name) => `${name}:${toGoText(record[name])}`).join(' ')}]`
}

function objectTypeName(value: object | null): string {
  const item = value as Value
  if (item === null) return '<nil>'
  if (isList(item)) return '[]interface {}'
  if (isBytes(item)) return '[]uint8'
  if (isDateTime(item)) return 'time.Time'
  if (isDuration(item)) return 'time.Duration'
  return isWeekday(item) ? 'time.Weekday' : 'map[string]interface {}'
}
