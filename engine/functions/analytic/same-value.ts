import { compareKind } from './value-kind.ts'
import type { RecordValue, Value } from '../../types/value.ts'

/** Deep equality that tells types apart: 1 and "1" differ, as do an int64 1 and a float64 1. */
export function isSameValue(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (compareKind(a) !== compareKind(b)) return false
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Value, i) => isSameValue(item, b[i] as Value))
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, i) => byte === b[i])
  }
  return isSameRecord(a as RecordValue, b as RecordValue)
}

function isSameRecord(a: RecordValue, b: RecordValue): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => {
    const [x, y] = [a[name], b[name]]
    return x !== undefined && y !== undefined && isSameValue(x, y)
  })
}
