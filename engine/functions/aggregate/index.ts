import type { AggregateFunction } from '../definition.ts'
import { avg } from './avg.ts'
import { collect } from './collect.ts'
import { count } from './count.ts'
import { deduplicate } from './deduplicate.ts'
import { max, min } from './extremes.ts'
import { lastValue } from './last-value.ts'
import { median } from './median.ts'
import { mergeAgg } from './merge-agg.ts'
import { percentileFunctions } from './percentile.ts'
import { spreadFunctions } from './spread.ts'
import { sum } from './sum.ts'

export const aggregateFunctions: readonly AggregateFunction[] = [
  avg,
  collect,
  count,
  deduplicate,
  lastValue,
  max,
  median,
  mergeAgg,
  min,
  ...percentileFunctions,
  ...spreadFunctions,
  sum,
]
