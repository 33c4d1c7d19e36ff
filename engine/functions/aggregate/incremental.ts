import { toFloatLoose } from '../../types/cast.ts'
import { isRecord, toGoText } from '../../types/go-text.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import { createRecord, type MutableRecord, type Value } from '../../types/value.ts'
import { EvaluationError } from '../definition.ts'
import { argumentKind } from './argument-kind.ts'

/**
 * An aggregate as eKuiper's incremental windows compute it: every row gives a new result, and the result
 * of the last row is what counts, its error or null included.
 */
export interface IncrementalState {
  /** The result after this row. Throws EvaluationError and then leaves the state alone. */
  add(args: readonly Value[]): Value
}

const factories: Readonly<Record<string, () => IncrementalState>> = {
  count: createCount,
  sum: () => createTotal((total) => total),
  avg: () => createTotal((total, count) => total / count),
  min: () => createExtreme((order) => order < 0),
  max: () => createExtreme((order) => order > 0),
  merge_agg: createMerge,
  collect: createCollect,
  last_value: createLastValue,
}

/** Undefined for an aggregate that has no incremental form. */
export function createIncremental(name: string): IncrementalState | undefined {
  return factories[name]?.()
}

function createCount(): IncrementalState {
  let count = 0n
  return { add: ([value = null]) => (value === null ? null : (count += 1n)) }
}

/** Always a float; texts and bools are converted. */
function createTotal(read: (total: number, count: number) => number): IncrementalState {
  let total = 0
  let count = 0
  return {
    add([value = null]) {
      if (value === null) return null
      total += toFloat(value)
      count += 1
      return read(total, count)
    },
  }
}

function toFloat(value: Value): number {
  const cast = toFloatLoose(value)
  if (cast.ok) return cast.value
  throw new EvaluationError(cast.error)
}

/** Values of another type than the first one's are passed over, as is what is no number or text. */
function createExtreme(isBetter: (order: number) => boolean): IncrementalState {
  let best: Value = null
  return {
    add([value = null]) {
      if (value === null) return null
      if (argumentKind(value) === 'other') return best
      if (best === null) best = value
      else if (typeof best === typeof value && isBetter(compare(value, best))) best = value
      return best
    },
  }
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b)
  const [x, y] = [a as number | bigint | string, b as number | bigint | string]
  return x < y ? -1 : x > y ? 1 : 0
}

function createMerge(): IncrementalState {
  const merged: MutableRecord = createRecord()
  return {
    add([value = null]) {
      if (isRecord(value)) for (const name of Object.keys(value)) merged[name] = value[name]
      return Object.keys(merged).length === 0 ? null : { ...merged }
    },
  }
}

function createCollect(): IncrementalState {
  const values: Value[] = []
  return {
    add([value = null]) {
      if (value === null) return null
      values.push(value)
      return [...values]
    },
  }
}

function createLastValue(): IncrementalState {
  let last: Value = null
  return {
    add([value = null, ignoresNull = null]) {
      if (typeof ignoresNull !== 'boolean') {
        throw new EvaluationError(`the second arg is not a bool but got ${toGoText(ignoresNull)}`)
      }
      if (value === null) return null
      last = value
      return last
    },
  }
}
