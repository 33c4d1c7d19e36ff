import type { Value } from '../../types/value.ts'
import { EvaluationError, type AnalyticFunction, type AnalyticState } from '../definition.ts'

/** How one `acc_` function goes on from a total, `undefined` before the first value. */
interface Accumulation {
  readonly name: string
  readonly summary: string
  readonly result: string
  readonly accumulate: (totals: Totals, value: Value) => void
  readonly read: (totals: Totals) => Value
}

interface Totals {
  count: number
  total: number
}

/**
 * With three arguments it counts only from a row whose `begin` is true up to the row whose `reset` is
 * true, that row included, and is 0 outside.
 */
class AccumulationState implements AnalyticState {
  private readonly accumulation: Accumulation
  private totals: Totals = { count: 0, total: 0 }
  private isRunning = false

  constructor(accumulation: Accumulation) {
    this.accumulation = accumulation
  }

  step(args: readonly Value[], isRecorded: boolean): Value {
    const { accumulate, read } = this.accumulation
    if (!isRecorded) return read(this.totals)
    const hasBounds = args.length === 3
    const isBegin = hasBounds && readBound(args[1], 'onBegin')
    const isReset = hasBounds && readBound(args[2], 'onReset')
    if (hasBounds && !this.isRunning && !isBegin) return read(this.totals)
    const totals = { ...this.totals }
    accumulate(totals, args[0] ?? null)
    const result = read(totals)
    this.isRunning = !isReset
    this.totals = isReset ? { count: 0, total: 0 } : totals
    return result
  }
}

function readBound(value: Value | undefined, name: string): boolean {
  if (typeof value === 'boolean') return value
  throw new EvaluationError(`${name} should be boolean`)
}

function readNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  throw new EvaluationError('the value should be number')
}

const accumulations: readonly Accumulation[] = [
  {
    name: 'acc_avg',
    summary: 'The mean of all values so far.',
    result: '2',
    accumulate: (totals, value) => {
      totals.total += readNumber(value)
      totals.count += 1
    },
    read: ({ total, count }) => (count === 0 ? 0 : total / count),
  },
  {
    name: 'acc_count',
    summary: 'How many values so far were not null.',
    result: '3',
    accumulate: (totals, value) => {
      if (value !== null) totals.count += 1
    },
    read: ({ count }) => BigInt(count),
  },
  {
    name: 'acc_max',
    summary: 'The greatest value so far.',
    result: '3',
    accumulate: (totals, value) => {
      const number = readNumber(value)
      if (totals.count === 0 || number > totals.total) totals.total = number
      totals.count += 1
    },
    read: ({ total }) => total,
  },
  {
    name: 'acc_min',
    summary: 'The least value so far.',
    result: '1',
    accumulate: (totals, value) => {
      const number = readNumber(value)
      if (totals.count === 0 || number < totals.total) totals.total = number
      totals.count += 1
    },
    read: ({ total }) => total,
  },
  {
    name: 'acc_sum',
    summary: 'The sum of all values so far; nulls are ignored.',
    result: '6',
    accumulate: (totals, value) => {
      if (value === null) return
      totals.total += readNumber(value)
      totals.count += 1
    },
    read: ({ total }) => total,
  },
]

export const accumulationFunctions: readonly AnalyticFunction[] = accumulations.map(
  (accumulation): AnalyticFunction => ({
    kind: 'analytic',
    name: accumulation.name,
    category: 'analytic',
    signatures: [`${accumulation.name}(x)`, `${accumulation.name}(x, begin, reset)`],
    summary: accumulation.summary,
    example: {
      expression: `${accumulation.name}(x)`,
      before: ['{"x":1}', '{"x":3}'],
      row: '{"x":2}',
      result: accumulation.result,
    },
    check: (args) =>
      args.length === 1 || args.length === 3
        ? undefined
        : `Expect 1/3 arguments but found ${String(args.length)}.`,
    create: () => new AccumulationState(accumulation),
  }),
)
