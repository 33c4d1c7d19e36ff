import type { Expression } from '../../syntax/ast.ts'
import { createRecord, type Value } from '../../types/value.ts'
import { expectArguments } from '../check.ts'
import {
  EvaluationError,
  ResultError,
  type FunctionContext,
  type FunctionDefinition,
  type ScalarFunction,
} from '../definition.ts'
import { argumentAt, listAt } from './arguments.ts'
import { defineScalar } from './define.ts'

/** `array_map` calls any scalar function by its name, so it is told how to find them. */
export function createArrayMap(
  findFunction: (name: string) => FunctionDefinition | undefined,
): ScalarFunction {
  return defineScalar({
    name: 'array_map',
    category: 'array',
    signatures: ['array_map(function, array)'],
    summary:
      'An array of what a function of one argument, named by a text, gives for each element.',
    example: { expression: "array_map('upper', a)", row: '{"a":["x"]}', result: '["X"]' },
    check: expectArguments('any', 'any'),
    evaluate: (args, context) => {
      const name = argumentAt(args, 0)
      if (typeof name !== 'string') throw new EvaluationError('first argument should be string')
      const apply = functionOfOne(findFunction(name), name)
      return listAt(args, 1, 'second').map((item) => applyTo(apply, item, context))
    },
  })
}

const ANY_COLUMN: Expression = { kind: 'column', name: 'x', span: { start: 0, end: 0 } }

function functionOfOne(
  definition: FunctionDefinition | undefined,
  name: string,
): ScalarFunction['evaluate'] {
  if (definition === undefined) {
    throw new EvaluationError(`unknown built-in function: ${name}.`)
  }
  if (definition.kind !== 'scalar') {
    throw new EvaluationError('first argument should be a scalar function.')
  }
  const span = { start: 0, end: 0 }
  const call = { kind: 'call', name, nameSpan: span, arguments: [ANY_COLUMN], span } as const
  if (definition.check(call.arguments, call) !== undefined) {
    throw new EvaluationError(`validate ${name} arguments failed`)
  }
  return definition.evaluateUnchecked ?? definition.evaluate
}

/** An error that is a result becomes an element, which has no fields to show. */
function applyTo(apply: ScalarFunction['evaluate'], item: Value, context: FunctionContext): Value {
  try {
    return apply([item], context)
  } catch (cause) {
    if (cause instanceof ResultError) return createRecord()
    throw cause
  }
}
