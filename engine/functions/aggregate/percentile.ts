import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateFunction, type AggregateState } from '../definition.ts'
import { expectNumbers } from './check-aggregate.ts'
import { numbersOf } from './spread.ts'
import { ValueListState } from './value-list.ts'

type Percentile = (sorted: readonly number[], fraction: number) => number

class PercentileState extends ValueListState {
  private readonly percentile: Percentile
  private fraction: Value = null

  constructor(percentile: Percentile) {
    super()
    this.percentile = percentile
  }

  override add(args: readonly Value[]): void {
    super.add(args)
    if (this.fraction === null) this.fraction = args[1] ?? null
  }

  override merge(later: AggregateState): void {
    super.merge(later)
    if (later instanceof PercentileState && this.fraction === null) this.fraction = later.fraction
  }

  protected compute(): Value {
    const numbers = numbersOf(this.values)
    if (numbers === undefined) return null
    const { fraction } = this
    if (typeof fraction !== 'number' && typeof fraction !== 'bigint') {
      throw new EvaluationError('the second parameter requires float64')
    }
    return this.percentile(
      numbers.sort((a, b) => a - b),
      Number(fraction),
    )
  }
}

/** Nearest ranks around `fraction * n`, without weights: eKuiper's own idea of interpolation. */
const continuous: Percentile = (sorted, fraction) => {
  if (sorted.length === 1) return sorted[0] ?? 0
  const outside = new EvaluationError('percentile exec with error: Input is outside of range.')
  if (fraction <= 0 || fraction > 1) throw outside
  const index = fraction * sorted.length
  if (Number.isInteger(index)) return sorted[index - 1] ?? 0
  if (index <= 1) throw outside
  const i = Math.trunc(index)
  return ((sorted[i - 1] ?? 0) + (sorted[i] ?? 0)) / 2
}

const discrete: Percentile = (sorted, fraction) => {
  if (fraction < 0 || fraction > 1) {
    throw new EvaluationError('PopulationVariance exec with error: Input is outside of range.')
  }
  if (fraction === 0) return sorted[0] ?? 0
  return sorted[Math.ceil(sorted.length * fraction) - 1] ?? 0
}

function definePercentile(
  name: string,
  summary: string,
  result: string,
  percentile: Percentile,
): AggregateFunction {
  return {
    kind: 'aggregate',
    name,
    category: 'aggregate',
    signatures: [`${name}(x, fraction)`],
    summary,
    example: {
      expression: `${name}(x, 0.5)`,
      before: ['{"x":1}', '{"x":2}'],
      row: '{"x":6}',
      result,
    },
    check: expectNumbers(2, 1, 2),
    create: () => new PercentileState(percentile),
  }
}

export const percentileFunctions: readonly AggregateFunction[] = [
  definePercentile(
    'percentile_cont',
    'The percentile, as the mean of its neighbours.',
    '1.5',
    continuous,
  ),
  definePercentile(
    'percentile_disc',
    'The percentile, as the nearest value that occurs.',
    '2',
    discrete,
  ),
]
