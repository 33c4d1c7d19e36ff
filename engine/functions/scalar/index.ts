import type { PlannedFunction, ScalarFunction } from '../definition.ts'
import { arrayFunctions } from './array.ts'
import { arrayGenerationFunctions } from './array-generation.ts'
import { arraySearchFunctions } from './array-search.ts'
import { bitFunctions } from './bits.ts'
import { compressionFunctions } from './compression/index.ts'
import { conversionFunctions } from './conversion.ts'
import { dateFunctions } from './date.ts'
import { dateCalculationFunctions } from './date-calculation.ts'
import { hashFunctions } from './hash/index.ts'
import { jsonFunctions } from './json.ts'
import { mathFunctions } from './math.ts'
import { metadataFunctions, rowContextFunctions } from './metadata.ts'
import { numberBaseFunctions } from './number-base.ts'
import { formatFunction } from './number-format.ts'
import { objectFunctions } from './object.ts'
import { otherFunctions } from './other.ts'
import { regexpFunctions } from './regexp.ts'
import { roundingFunctions } from './rounding.ts'
import { textFunctions } from './text.ts'
import { textPartFunctions } from './text-parts.ts'
import { trigonometricFunctions } from './trigonometry.ts'

/** Every function of its arguments alone; each is one self-describing value. */
const plainFunctions: readonly ScalarFunction[] = [
  ...mathFunctions,
  ...trigonometricFunctions,
  ...roundingFunctions,
  ...bitFunctions,
  ...numberBaseFunctions,
  ...textFunctions,
  ...textPartFunctions,
  ...regexpFunctions,
  formatFunction,
  ...conversionFunctions,
  ...compressionFunctions,
  ...hashFunctions,
  ...dateFunctions,
  ...dateCalculationFunctions,
  ...jsonFunctions,
  ...arrayFunctions,
  ...arraySearchFunctions,
  ...arrayGenerationFunctions,
  ...objectFunctions,
  ...metadataFunctions,
  ...otherFunctions,
]

export const scalarFunctions: readonly (ScalarFunction | PlannedFunction)[] = [
  ...plainFunctions,
  ...rowContextFunctions,
]
