import { countText } from './check.ts'
import {
  EvaluationError,
  type AggregateFunction,
  type CheckCall,
  type FunctionDefinition,
  type FunctionDocumentation,
  type ScalarFunction,
} from './definition.ts'

/** A function of a plugin as data: all that can be said of it where it cannot be run, as in the window. */
export interface FunctionDescription {
  /** As SQL must write it: eKuiper tells upper and lower case apart in functions of plugins. */
  readonly name: string
  readonly kind: 'scalar' | 'aggregate'
  readonly signatures: readonly string[]
  readonly summary: string
  /** How many arguments it takes; any number where it is absent. */
  readonly arguments?: { readonly least: number; readonly most?: number | undefined } | undefined
  /** Why no call of it can work now. */
  readonly problem?: string | undefined
}

/** What every function of a plugin has, however it is run. */
export function describedFunction(
  description: FunctionDescription,
): FunctionDocumentation & { readonly check: CheckCall } {
  const { name, signatures, summary } = description
  return {
    name,
    category: 'plugin',
    signatures,
    summary,
    check: (args, call) => {
      if (call.name !== name) return `eKuiper knows it as ${name}, upper and lower case included.`
      return description.problem ?? checkCount(description.arguments, args.length)
    },
  }
}

/** A definition that is known to the editor and the checks, but whose calls fail. */
export function unrunnableFunction(description: FunctionDescription): FunctionDefinition {
  const described = describedFunction(description)
  const fail = (): never => {
    throw new EvaluationError(`${description.name} cannot be run here`)
  }
  if (description.kind === 'scalar') {
    return { kind: 'scalar', ...described, evaluate: fail } satisfies ScalarFunction
  }
  const create = () => ({ add: () => undefined, addError: () => undefined, result: fail })
  return { kind: 'aggregate', ...described, create } satisfies AggregateFunction
}

function checkCount(allowed: FunctionDescription['arguments'], found: number): string | undefined {
  if (allowed === undefined) return undefined
  const { least, most } = allowed
  if (least === most) return found === least ? undefined : countText(least, found)
  if (found < least) return `Expect at least ${String(least)} arguments but found ${String(found)}.`
  if (most !== undefined && found > most) {
    return `Expect at most ${String(most)} arguments but found ${String(found)}.`
  }
  return undefined
}
