import { toDateTime, toFloatStrict, toInt64Strict, type CastResult } from '../../types/cast.ts'
import { isList, isRecord, toGoText } from '../../types/go-text.ts'
import type { DateTime, ListValue, RecordValue, Value } from '../../types/value.ts'
import { EvaluationError, type FunctionContext } from '../definition.ts'

/** Arguments as the functions want them; each throws eKuiper's text where the value does not fit. */
export type Args = readonly Value[]

export function argumentAt(args: Args, index: number): Value {
  return args[index] ?? null
}

export function unwrap<T>(result: CastResult<T>): T {
  if (result.ok) return result.value
  throw new EvaluationError(result.error)
}

export function floatAt(args: Args, index: number): number {
  const value = args[index]
  return typeof value === 'number' ? value : unwrap(toFloatStrict(value ?? null))
}

/** An integer, or a float without a fraction. */
export function integerAt(args: Args, index: number): bigint {
  const value = args[index]
  return typeof value === 'bigint' ? value : unwrap(toInt64Strict(value ?? null))
}

/** Go's `%v` of any value, empty for null. */
export function textAt(args: Args, index: number): string {
  const value = args[index]
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : toGoText(value)
}

export function timeAt(args: Args, index: number, context: FunctionContext): DateTime {
  return unwrap(toDateTime(argumentAt(args, index), context.now()))
}

export function listAt(args: Args, index: number, place: string): ListValue {
  const value = argumentAt(args, index)
  if (isList(value)) return value
  throw new EvaluationError(`${place} argument should be array of interface{}`)
}

export function recordAt(args: Args, index: number, message: string): RecordValue {
  const value = argumentAt(args, index)
  if (isRecord(value)) return value
  throw new EvaluationError(message)
}
