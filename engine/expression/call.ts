import { invariant } from '../base/assert.ts'
import { EvaluationError, ResultError, type ScalarFunction } from '../functions/definition.ts'
import type { CallExpression } from '../syntax/ast.ts'
import type { Value } from '../types/value.ts'
import { literalValue } from './literal.ts'
import { rowFunctions } from './row-functions.ts'
import { shapeOf } from './shape.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

export function compileCall(
  call: CallExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const planned = scope.plannedCall(call)
  if (planned !== undefined) return planned
  const definition = scope.findFunction(call.name)
  invariant(definition !== undefined, `the binder refuses the unknown function ${call.name}`)
  if (definition.kind === 'scalar') return compileScalar(definition, call, scope, compile)
  if (definition.kind === 'trigger') {
    return failOnEveryRow(
      `${definition.name} cannot run here: write it as a field of its own in the SELECT list`,
    )
  }
  const create = rowFunctions.get(definition.name)
  invariant(create !== undefined, `the plan evaluates ${definition.kind} ${call.name}`)
  return create(call, scope, compile)
}

/** The parser takes the call, as eKuiper's does, so its rows say what is wrong. */
function failOnEveryRow(message: string): Evaluate {
  return () => {
    throw new EvaluationError(message)
  }
}

function compileScalar(
  definition: ScalarFunction,
  call: CallExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const name = call.name === definition.name ? call.name : call.name.toLowerCase()
  const literals = call.arguments.map(literalValue)
  const shapes = call.arguments.map((argument) => shapeOf(argument, scope))
  const evaluate =
    definition.bind?.(literals, shapes, scope.callNumber?.(call) ?? 0) ?? definition.evaluate
  const arguments_ = call.arguments.map((argument) => compile(argument, scope))
  const { context } = scope
  // One list for all rows: a call cannot be inside itself.
  const values: Value[] = arguments_.map(() => null)
  const [first] = arguments_
  if (arguments_.length === 1 && first !== undefined) {
    return (row) => {
      values[0] = first(row) ?? null
      try {
        return evaluate(values, context)
      } catch (cause) {
        throw withName(cause, name)
      }
    }
  }
  return (row) => {
    for (let i = 0; i < arguments_.length; i++) values[i] = arguments_[i]?.(row) ?? null
    try {
      return evaluate(values, context)
    } catch (cause) {
      throw withName(cause, name)
    }
  }
}

function withName(cause: unknown, name: string): unknown {
  if (!(cause instanceof EvaluationError) || cause instanceof ResultError) return cause
  return new EvaluationError(`call func ${name} error: ${cause.message}`)
}
