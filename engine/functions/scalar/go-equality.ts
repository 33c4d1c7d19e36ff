import {
  describeValue,
  goTypeName,
  isDateTime,
  isDuration,
  isList,
  isRecord,
} from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import { EvaluationError, type ArgumentShape } from '../definition.ts'

/** How the array functions compare: never across Go types, so the integer 3 is not the float 3. */

/** Whether integers of a list with `list`'s elements can equal an integer of `value`'s kind. */
export function areSameIntegers(
  list: ArgumentShape | undefined,
  value: 'int' | 'int64' | undefined,
): boolean {
  const elements = list?.elements
  return elements === undefined || value === undefined || elements === value
}

/** Go's `==` on interface values: lists and objects cannot be compared. */
export function isIdentical(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (isDateTime(a) && isDateTime(b)) return isSameTime(a, b)
  if (isDuration(a) && isDuration(b)) return a.nanoseconds === b.nanoseconds
  if (goTypeName(a) === goTypeName(b) && (isList(a) || isRecord(a))) {
    throw new EvaluationError(`${describeValue(a)} cannot be compared`)
  }
  return false
}

/** Go's reflect.DeepEqual. */
export function isDeepEqual(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => isDeepEqual(item, b[index] ?? null))
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, index) => byte === b[index])
  }
  if (isRecord(a) && isRecord(b)) {
    const names = Object.keys(a)
    if (names.length !== Object.keys(b).length) return false
    return names.every((name) => {
      const other = b[name]
      return other !== undefined && isDeepEqual(a[name] ?? null, other)
    })
  }
  if (isDateTime(a) && isDateTime(b)) return isSameTime(a, b)
  return isDuration(a) && isDuration(b) && a.nanoseconds === b.nanoseconds
}

function isSameTime(
  a: { readonly epochMs: number; readonly nanos: number; readonly zone: string },
  b: { readonly epochMs: number; readonly nanos: number; readonly zone: string },
): boolean {
  return a.epochMs === b.epochMs && a.nanos === b.nanos && a.zone === b.zone
}

/** A set of values under `isIdentical`. */
export class ValueSet {
  private readonly simple = new Set<Value>()
  private readonly objects: Value[] = []

  has(value: Value): boolean {
    if (typeof value !== 'object' || value === null) return this.simple.has(value)
    if (isList(value) || isRecord(value)) {
      throw new EvaluationError(`${describeValue(value)} cannot be compared`)
    }
    return this.objects.some((item) => isIdentical(item, value))
  }

  /** False where it was there already. */
  add(value: Value): boolean {
    if (this.has(value)) return false
    if (typeof value === 'object' && value !== null) this.objects.push(value)
    else this.simple.add(value)
    return true
  }
}
