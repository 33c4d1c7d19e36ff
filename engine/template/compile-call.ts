import type { Scope } from './scope.ts'
import { Fault } from './fault.ts'
import type { Parameter, TemplateFunction } from './function.ts'
import { templateFunctions } from './functions/index.ts'
import type { Operand } from './node.ts'
import { convertArgument, convertLiteral } from './parameter.ts'
import { failAt, type Place } from './place.ts'
import type { Evaluate, Run } from './run.ts'
import { isTrue, type TemplateValue } from './value.ts'

/** A call; `input` is what the pipeline hands in as the last argument, `place` what errors show. */
export interface Call {
  readonly callee: Extract<Operand, { kind: 'function' }>
  readonly args: readonly Operand[]
  readonly input: Evaluate | undefined
  readonly place: Place
}

/** Compiles an operand by itself: given, because operands contain calls and calls operands. */
export type CompileOperand = (operand: Operand, scope: Scope) => Evaluate

export function compileCall(call: Call, scope: Scope, compileOperand: CompileOperand): Evaluate {
  const { callee, args, input } = call
  if (callee.name === 'and' || callee.name === 'or') {
    return compileShortCircuit(call, scope, compileOperand)
  }
  const definition = Object.hasOwn(templateFunctions, callee.name)
    ? templateFunctions[callee.name]
    : undefined
  const count = args.length + (input === undefined ? 0 : 1)
  if (definition === undefined || !isCountRight(definition, count)) {
    const wanted = definition?.parameters.length ?? 0
    const least = definition?.rest === undefined ? '' : 'at least '
    const fault = new Fault(
      `wrong number of args for ${callee.name}: want ${least}${wanted} got ${count}`,
    )
    return (run) => failAt(run, scope, callee, fault)
  }
  const evaluators = args.map((arg, index) =>
    compileArgument(arg, parameterAt(definition, index), scope, compileOperand),
  )
  if (input !== undefined) {
    const parameter = parameterAt(definition, args.length)
    evaluators.push(guard(callee, scope, (run, dot) => convertArgument(input(run, dot), parameter)))
  }
  return compileInvoke(call, definition, evaluators, scope)
}

function isCountRight(definition: TemplateFunction, count: number): boolean {
  const wanted = definition.parameters.length
  return definition.rest === undefined ? count === wanted : count >= wanted
}

function parameterAt(definition: TemplateFunction, index: number): Parameter {
  return definition.parameters[index] ?? definition.rest ?? 'any'
}

function compileInvoke(
  { callee, place }: Call,
  definition: TemplateFunction,
  evaluators: readonly Evaluate[],
  scope: Scope,
): Evaluate {
  const { run: invoke } = definition
  const { environment } = scope
  const [first, second] = evaluators
  const call = (run: Run, args: readonly TemplateValue[]): TemplateValue => {
    try {
      return invoke(args, environment)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const fault = new Fault(`error calling ${callee.name}: ${error.message}`)
      return failAt(run, scope, place, fault)
    }
  }
  if (first === undefined) return (run) => call(run, [])
  if (second === undefined) return (run, dot) => call(run, [first(run, dot)])
  return (run, dot) => {
    const args: TemplateValue[] = []
    for (const evaluate of evaluators) args.push(evaluate(run, dot))
    return call(run, args)
  }
}

/** A constant is converted once, here; everything else for each run. */
function compileArgument(
  operand: Operand,
  parameter: Parameter,
  scope: Scope,
  compileOperand: CompileOperand,
): Evaluate {
  const isLiteral = ['number', 'string', 'boolean', 'nil'].includes(operand.kind)
  if (!isLiteral) {
    const evaluate = compileOperand(operand, scope)
    if (parameter === 'any') return evaluate
    return guard(operand, scope, (run, dot) => convertArgument(evaluate(run, dot), parameter))
  }
  try {
    const value = convertLiteral(operand, parameter)
    return () => value
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return (run) => failAt(run, scope, operand, error)
  }
}

function guard(operand: Operand, scope: Scope, evaluate: Evaluate): Evaluate {
  return (run, dot) => {
    try {
      return evaluate(run, dot)
    } catch (error) {
      if (error instanceof Fault) return failAt(run, scope, operand, error)
      throw error
    }
  }
}

/** `and` and `or` evaluate their arguments only as far as they need. */
function compileShortCircuit(
  { callee, args, input }: Call,
  scope: Scope,
  compileOperand: CompileOperand,
): Evaluate {
  const evaluators = args.map((arg) => compileOperand(arg, scope))
  if (input !== undefined) evaluators.push(input)
  const [first, ...others] = evaluators
  if (first === undefined) {
    const fault = new Fault(`wrong number of args for ${callee.name}: want at least 1 got 0`)
    return (run) => failAt(run, scope, callee, fault)
  }
  const stopsAt = callee.name === 'or'
  return (run, dot) => {
    let value = first(run, dot)
    for (const evaluate of others) {
      if (isTrue(value) === stopsAt) return value
      value = evaluate(run, dot)
    }
    return value
  }
}
