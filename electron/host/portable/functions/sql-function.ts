import { describedFunction, EvaluationError, gatherArguments } from '#engine'
import type {
  Expression,
  FunctionContext,
  FunctionDefinition,
  FunctionDescription,
  ScalarFunction,
  Value,
} from '#engine'
import type { PortableFunction } from '../portable-function.ts'
import { hasReason, messageOf } from '../protocol/errors.ts'
import { argumentsJson } from './syntax-json.ts'

/** A function of a portable plugin as SQL calls it, and what can be said about it elsewhere. */
export interface PortableSqlFunction {
  readonly description: FunctionDescription
  readonly definition: FunctionDefinition
}

/** eKuiper's context names the operator that calls; the number of a plan's operator is its own affair. */
const operatorId = 'project'

/** `problem`: why nothing of it can be called, where it could not be asked what it is. */
export function defineSqlFunction(
  fn: PortableFunction,
  kind: 'scalar' | 'aggregate',
  problem: string | undefined,
): PortableSqlFunction {
  const { name, metadata } = fn
  const parameters = metadata.arguments.map((argument) => argument.name)
  const description: FunctionDescription = {
    name,
    kind,
    signatures: [`${name}(${parameters.length === 0 ? '...' : parameters.join(', ')})`],
    summary: metadata.summary,
    ...(problem === undefined ? {} : { problem }),
  }
  const described = describedFunction(description)
  const check: FunctionDefinition['check'] = (args, call) =>
    described.check(args, call) ?? validate(fn, args)
  const run = (args: readonly Value[], { ruleId }: FunctionContext, functionId: number): Value => {
    try {
      return fn.callNow(args, { ruleId, operatorId, functionId })
    } catch (error) {
      throw new EvaluationError(messageOf(error))
    }
  }
  const bind = (callNumber: number): ScalarFunction['evaluate'] => {
    return (args, context) => run(args, context, callNumber)
  }
  if (kind === 'scalar') {
    const evaluate = bind(0)
    const bindCall: ScalarFunction['bind'] = (_literals, _shapes, number) => bind(number)
    return { description, definition: { kind, ...described, check, evaluate, bind: bindCall } }
  }
  const create = () => gatherArguments(() => null)
  const bindStates = (context: FunctionContext, number: number) => () =>
    gatherArguments((lists) => run(lists, context, number))
  return { description, definition: { kind, ...described, check, create, bind: bindStates } }
}

function validate(fn: PortableFunction, args: readonly Expression[]): string | undefined {
  try {
    return fn.validateNow(argumentsJson(args))
  } catch (error) {
    // A call that the plugin refuses has its text; else the plugin itself is the trouble.
    return hasReason(error, 'refused') ? messageOf(error) : `${messageOf(error)}.`
  }
}
