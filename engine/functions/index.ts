import { aggregateFunctions } from './aggregate/index.ts'
import { analyticFunctions } from './analytic/index.ts'
import { runningFunctions } from './aggregate/running.ts'
import type { FunctionDefinition } from './definition.ts'
import { multiFunctions } from './multi/index.ts'
import { createArrayMap } from './scalar/array-map.ts'
import { scalarFunctions } from './scalar/index.ts'
import { triggerFunctions } from './trigger/index.ts'
import { windowFunctions } from './window/index.ts'

/** The functions a statement can use: eKuiper's built-in ones and what plugins bring. */
export interface FunctionCatalog {
  /** Names are case-insensitive. */
  find(name: string): FunctionDefinition | undefined
  /** Every definition once, in the order of the reference page. */
  all(): readonly FunctionDefinition[]
}

/** A later definition replaces an earlier one of the same name, so `extra` may replace built-in ones. */
export function createFunctionCatalog(extra: readonly FunctionDefinition[] = []): FunctionCatalog {
  const byName = new Map<string, FunctionDefinition>()
  const definitions: readonly FunctionDefinition[] = [
    ...scalarFunctions,
    // Its names are those of the built-in functions, in lower case.
    createArrayMap((name) => byName.get(name)),
    ...aggregateFunctions,
    ...runningFunctions,
    ...analyticFunctions,
    ...windowFunctions,
    ...multiFunctions,
    ...triggerFunctions,
    ...extra,
  ]
  for (const definition of definitions) {
    for (const name of [definition.name, ...(definition.aliases ?? [])]) {
      byName.set(name.toLowerCase(), definition)
    }
  }
  const all = definitions.filter(
    (definition) => byName.get(definition.name.toLowerCase()) === definition,
  )
  return { find: (name) => byName.get(name.toLowerCase()), all: () => all }
}
