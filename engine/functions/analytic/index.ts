import type { AnalyticFunction } from '../definition.ts'
import { accumulationFunctions } from './accumulations.ts'
import { changedCol, hadChanged } from './changes.ts'
import { lag } from './lag.ts'
import { latest } from './latest.ts'

export const analyticFunctions: readonly AnalyticFunction[] = [
  ...accumulationFunctions,
  changedCol,
  hadChanged,
  lag,
  latest,
]
