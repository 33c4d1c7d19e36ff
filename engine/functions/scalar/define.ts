import { isList, isRecord } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDocumentation, ScalarFunction } from '../definition.ts'

type Evaluate = ScalarFunction['evaluate']

export interface ScalarOptions extends FunctionDocumentation {
  readonly check: ScalarFunction['check']
  readonly evaluate: Evaluate
  readonly bind?: NonNullable<ScalarFunction['bind']>
  readonly shape?: NonNullable<ScalarFunction['shape']>
  /**
   * The result when an argument is null, an empty list or an empty object, which eKuiper treats alike
   * before most functions; null where it is absent. `'evaluate'` means that the function decides.
   */
  readonly whenNull?: null | false | bigint | 'evaluate'
}

export function defineScalar(options: ScalarOptions): ScalarFunction {
  const { whenNull = null, ...rest } = options
  const definition: ScalarFunction = { kind: 'scalar', ...rest }
  if (whenNull === 'evaluate') return definition
  const { evaluate, bind } = definition
  const guarded = {
    ...definition,
    evaluate: guard(evaluate, whenNull),
    evaluateUnchecked: evaluate,
  }
  if (bind === undefined) return guarded
  return {
    ...guarded,
    bind: (literals, shapes, callNumber) => {
      const bound = bind(literals, shapes, callNumber)
      return bound === undefined ? undefined : guard(bound, whenNull)
    },
  }
}

function guard(evaluate: Evaluate, whenNull: Value): Evaluate {
  return (args, context) => {
    for (const argument of args) if (isNothing(argument)) return whenNull
    return evaluate(args, context)
  }
}

/** Null, `[]` and `{}`. */
export function isNothing(value: Value | undefined): boolean {
  if (typeof value !== 'object') return value === undefined
  if (value === null) return true
  if (isList(value)) return value.length === 0
  return isRecord(value) && isEmpty(value)
}

function isEmpty(record: object): boolean {
  for (const name in record) if (Object.hasOwn(record, name)) return false
  return true
}
