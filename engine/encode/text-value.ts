import { toText } from '../types/cast.ts'
import type { Value } from '../types/value.ts'

/** One value as text formats write it: nothing for null or missing, never an exponent, no quotes. */
export function textOf(value: Value | undefined): string {
  return value === undefined ? '' : toText(value)
}
