/**
 * The values a row holds, as JavaScript sees eKuiper's Go values:
 *
 * - `number` is float64 (every number of a schemaless JSON stream), `-0`, NaN and infinities included
 * - `bigint` is every Go integer (int64 columns, integer literals, results such as `length`)
 * - `null` is a null that is present; a missing column is `undefined` and never inside a Value
 * - `Uint8Array` is BYTEA, `DateTime` a Go time.Time, `Duration` a Go time.Duration, `Weekday` a Go time.Weekday
 * - objects are records made with `createRecord`, so that a key such as `__proto__` is just a key
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DateTime
  | Duration
  | Weekday
  | ListValue
  | RecordValue

export type ListValue = readonly Value[]

/** A map of a row or of a nested object. A key that is missing reads as `undefined`. */
export interface RecordValue {
  readonly [name: string]: Value | undefined
}

/** A record while it is being filled. */
export interface MutableRecord {
  [name: string]: Value | undefined
}

/** An instant with the zone it prints in. `kind` is the tag: values cross worker borders, so no `instanceof`. */
export interface DateTime {
  readonly kind: 'datetime'
  /** Milliseconds since 1970 UTC. */
  readonly epochMs: number
  /** Nanoseconds within the millisecond, 0 to 999,999. */
  readonly nanos: number
  /** IANA zone name, or a fixed offset such as `+02:00`; `UTC` by default. */
  readonly zone: string
}

export interface Duration {
  readonly kind: 'duration'
  readonly nanoseconds: bigint
}

/** What `day_of_week` gives: a number in JSON, a name in text, and nothing for the operators. */
export interface Weekday {
  readonly kind: 'weekday'
  /** 0 is Sunday. */
  readonly day: number
}

/**
 * Go's nil slice: an empty list that JSON writes as `null`. It is told by identity, so a copy of it is
 * an ordinary empty list.
 */
export const NIL_LIST: ListValue = Object.freeze([])

type RecordConstructor = { new (): MutableRecord; prototype: object }

const EmptyRecord = function () {} as unknown as RecordConstructor
EmptyRecord.prototype = Object.create(null) as object

/**
 * An empty record. Its prototype is an object without any property, so no payload key (such as
 * `__proto__` or `constructor`) reaches one; a constructor is used because V8 keeps the objects of
 * `Object.create(null)` itself as slow dictionaries.
 */
export function createRecord(): MutableRecord {
  return new EmptyRecord()
}
