import { describeValue } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import { EvaluationError, type AggregateFunction } from '../definition.ts'
import { expectNumbers } from './check-aggregate.ts'
import { ValueListState } from './value-list.ts'

/** The values as doubles without the nulls; undefined where all are null. */
export function numbersOf(values: readonly Value[]): number[] | undefined {
  const numbers: number[] = []
  for (const value of values) {
    if (value === null) continue
    if (typeof value !== 'number' && typeof value !== 'bigint') {
      throw new EvaluationError(`requires float64 slice but found ${describeValue(values)}`)
    }
    numbers.push(Number(value))
  }
  return numbers.length === 0 ? undefined : numbers
}

type Spread = (numbers: readonly number[]) => number

class SpreadState extends ValueListState {
  private readonly spread: Spread

  constructor(spread: Spread) {
    super()
    this.spread = spread
  }

  protected compute(): Value {
    const numbers = numbersOf(this.values)
    return numbers === undefined ? null : this.spread(numbers)
  }
}

function squaredDistances(numbers: readonly number[]): number {
  let total = 0
  for (const n of numbers) total += n
  const mean = total / numbers.length
  let sum = 0
  for (const n of numbers) sum += (n - mean) * (n - mean)
  return sum
}

const populationVariance: Spread = (numbers) => squaredDistances(numbers) / numbers.length
const sampleVariance: Spread = (numbers) => squaredDistances(numbers) / (numbers.length - 1)

function defineSpread(
  name: string,
  summary: string,
  result: string,
  spread: Spread,
): AggregateFunction {
  return {
    kind: 'aggregate',
    name,
    category: 'aggregate',
    signatures: [`${name}(x)`],
    summary,
    example: { expression: `${name}(x)`, before: ['{"x":2}', '{"x":4}'], row: '{"x":6}', result },
    check: expectNumbers(1, 1),
    create: () => new SpreadState(spread),
  }
}

export const spreadFunctions: readonly AggregateFunction[] = [
  defineSpread(
    'stddev',
    'The standard deviation of the whole population.',
    '1.632993161855452',
    (numbers) => Math.sqrt(populationVariance(numbers)),
  ),
  defineSpread('stddevs', 'The standard deviation of a sample; needs two values.', '2', (numbers) =>
    Math.sqrt(sampleVariance(numbers)),
  ),
  defineSpread(
    'var',
    'The variance of the whole population.',
    '2.6666666666666665',
    populationVariance,
  ),
  defineSpread('vars', 'The variance of a sample; needs two values.', '4', sampleVariance),
]
