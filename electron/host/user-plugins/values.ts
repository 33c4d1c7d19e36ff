import { createRecord } from '#engine/api'
import type { DateTime, Duration, RecordValue, Value } from '#engine/api'

/**
 * The border between the engine's values and the plain JavaScript values of user plugins. Out: integers
 * are numbers where they are exact and bigints else, times are Dates, durations milliseconds, bytes
 * Uint8Arrays. In: numbers are float64 as in a schemaless stream, bigints integers, Dates times.
 */
export function toPlain(value: Value): unknown {
  switch (typeof value) {
    case 'bigint':
      return isExact(value) ? Number(value) : value
    case 'object':
      if (value === null || value instanceof Uint8Array) return value
      if (Array.isArray(value)) return (value as readonly Value[]).map(toPlain)
      return tagged(value) ?? toPlainRow(value as RecordValue)
    default:
      return value
  }
}

export function toPlainRow(record: RecordValue): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const name of Object.keys(record)) {
    const value = record[name]
    if (value !== undefined) put(plain, name, toPlain(value))
  }
  return plain
}

/** An ordinary assignment to `__proto__` would change the object instead. */
function put(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true })
}

const isExact = (value: bigint): boolean =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)

/** A time, duration or weekday; undefined for a record, whose `kind` is no own tag with these parts. */
function tagged(value: object): unknown {
  if (Object.getPrototypeOf(value) !== Object.prototype || !('kind' in value)) return undefined
  switch (value.kind) {
    case 'datetime':
      return new Date((value as DateTime).epochMs)
    case 'duration':
      return Number((value as Duration).nanoseconds) / 1e6
    case 'weekday':
      return 'day' in value ? value.day : undefined
    default:
      return undefined
  }
}

/** A value that no row can hold. `path` says where it stands. */
export class PlainValueError extends Error {
  constructor(path: string, what: string) {
    super(`${path === '' ? 'the value' : path} is ${what}, which no row can hold`)
    this.name = 'PlainValueError'
  }
}

/** Throws PlainValueError. Undefined is null here; in an object such a column is left out. */
export function fromPlain(value: unknown, path = ''): Value {
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
      return value
    case 'undefined':
      return null
    case 'object':
      return fromObject(value, path)
    default:
      throw new PlainValueError(path, `a ${typeof value}`)
  }
}

export function fromPlainRow(value: unknown, path = ''): RecordValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PlainValueError(path === '' ? 'the row' : path, `${describe(value)} and no object`)
  }
  const record = createRecord()
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) record[name] = fromPlain(item, path === '' ? name : `${path}.${name}`)
  }
  return record
}

function fromObject(value: object | null, path: string): Value {
  if (value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((item, index) => fromPlain(item, `${path}[${index}]`))
  if (value instanceof Date) return fromDate(value, path)
  if (value instanceof Map || value instanceof Set) {
    throw new PlainValueError(path, `a ${value.constructor.name}`)
  }
  return fromPlainRow(value, path)
}

function fromDate(date: Date, path: string): DateTime {
  const epochMs = date.getTime()
  if (Number.isNaN(epochMs)) throw new PlainValueError(path, 'an invalid Date')
  return { kind: 'datetime', epochMs, nanos: 0, zone: 'UTC' }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
