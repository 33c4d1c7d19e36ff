import type { FunctionTable } from '../function.ts'
import { builtinFunctions } from './builtin.ts'
import { comparisonFunctions } from './comparison.ts'
import { dateFunctions } from './date.ts'
import { encodingFunctions } from './encoding.ts'
import { flowFunctions } from './flow.ts'
import { listFunctions } from './list.ts'
import { mapFunctions } from './map.ts'
import { numberFunctions } from './number.ts'
import { pathFunctions } from './path.ts'
import { regexFunctions } from './regex.ts'
import { textFunctions } from './text.ts'
import { versionFunctions } from './version.ts'

const tables: readonly FunctionTable[] = [
  comparisonFunctions,
  builtinFunctions,
  textFunctions,
  numberFunctions,
  listFunctions,
  mapFunctions,
  dateFunctions,
  encodingFunctions,
  regexFunctions,
  pathFunctions,
  versionFunctions,
  flowFunctions,
]

/** Every function a template may call: Go's own, sprig's, and the three that eKuiper adds. */
export const templateFunctions: FunctionTable = Object.fromEntries(
  tables.flatMap((table) => Object.entries(table)),
)
