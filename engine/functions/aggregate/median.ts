import { truncateToInt64 } from '../../types/cast.ts'
import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateFunction } from '../definition.ts'
import { expectNumbers } from './check-aggregate.ts'
import { ValueListState } from './value-list.ts'

class MedianState extends ValueListState {
  protected compute(): Value {
    const [first] = this.values
    if (typeof first === 'bigint') return medianOfInts(this.values)
    if (typeof first === 'number') return medianOfFloats(this.values)
    throw notNumber(first ?? null)
  }
}

function notNumber(value: Value): EvaluationError {
  return new EvaluationError(`${toGoText(value)} should be number`)
}

function medianOfInts(values: readonly Value[]): Value {
  const ints: bigint[] = []
  for (const value of values) {
    if (typeof value === 'bigint') ints.push(value)
    else if (typeof value === 'number') ints.push(truncateToInt64(value))
    else if (value !== null) throw notNumber(value)
  }
  ints.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const middle = ints.length >> 1
  const upper = ints[middle] ?? 0n
  if (ints.length % 2 === 1) return upper
  // Added as int64, so the sum of two huge integers wraps.
  return Number(BigInt.asIntN(64, (ints[middle - 1] ?? 0n) + upper)) / 2
}

function medianOfFloats(values: readonly Value[]): Value {
  const floats: number[] = []
  for (const value of values) {
    if (typeof value === 'number') floats.push(value)
    else if (value !== null) throw notNumber(value)
  }
  floats.sort((a, b) => a - b)
  const middle = floats.length >> 1
  const upper = floats[middle] ?? 0
  return floats.length % 2 === 1 ? upper : ((floats[middle - 1] ?? 0) + upper) / 2
}

export const median: AggregateFunction = {
  kind: 'aggregate',
  name: 'median',
  category: 'aggregate',
  signatures: ['median(x)'],
  summary: 'The middle value of a window or group; fails where the first value is null.',
  example: { expression: 'median(x)', before: ['{"x":1}', '{"x":2}'], row: '{"x":6}', result: '2' },
  check: expectNumbers(1, 1),
  create: () => new MedianState(),
}
