import { isRecord, toGoText, describeValue } from '../../types/go-text.ts'
import { createRecord, type MutableRecord, type Value } from '../../types/value.ts'
import { EvaluationError } from '../definition.ts'

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
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  if (!Number.isNaN(number)) return number
  throw new EvaluationError(`cannot convert ${describeValue(value)} to float64`)
}

/** Values of another type than the first one's are passed over. */
function createExtreme(isBetter: (order: number) => boolean): IncrementalState {
  let best: Value = null
  return {
    add([value = null]) {
      if (value === null) return null
      if (best === null) best = value
      else if (typeof best === typeof value && isBetter(compare(value, best))) best = value
      return best
    },
  }
}

function compare(a: Value, b: Value): number {
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
