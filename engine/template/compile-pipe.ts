import { compileCall } from './compile-call.ts'
import type { Scope } from './scope.ts'
import { Fault } from './fault.ts'
import { callMethod, readFields } from './fields.ts'
import type { Command, Operand, Pipe } from './node.ts'
import { failAt, type Place } from './place.ts'
import type { Evaluate, Run } from './run.ts'
import { GoInt, isRow } from './value.ts'
import { noSlot } from './variables.ts'

/** A pipeline; its value is also stored in the variables it declares or assigns. */
export function compilePipe(pipe: Pipe, scope: Scope): Evaluate {
  const evaluate = pipe.commands.reduce<Evaluate | undefined>(
    (input, command) => withoutNull(compileCommand(command, input, scope)),
    undefined,
  )
  if (evaluate === undefined) return () => undefined
  const [slot] = pipe.variables
  if (slot === undefined) return evaluate
  if (slot === noSlot) return undefinedVariable(pipe, scope)
  return (run, dot) => {
    const value = evaluate(run, dot)
    run.variables[slot] = value
    return value
  }
}

/** A null that comes out of a command is as good as missing. */
function withoutNull(evaluate: Evaluate): Evaluate {
  return (run, dot) => evaluate(run, dot) ?? undefined
}

/** An assignment to, or a read of, what was never declared. */
export function undefinedVariable(place: Place, scope: Scope): (run: Run) => never {
  const name = /^\$[\p{L}\p{Nd}_]*/u.exec(place.text)?.[0] ?? place.text
  return (run) => failAt(run, scope, place, new Fault(`undefined variable: ${name}`))
}

/** `input` is the stage before, whose value becomes the last argument. */
function compileCommand(command: Command, input: Evaluate | undefined, scope: Scope): Evaluate {
  const [first, ...args] = command.operands
  if (first.kind === 'function')
    return compileCall({ callee: first, args, input, place: command }, scope, compileOperand)
  const evaluate = compileOperand(first, scope)
  if (args.length === 0 && input === undefined) {
    if (first.kind !== 'nil') return evaluate
    return (run) => failAt(run, scope, first, new Fault('nil is not a command'))
  }
  const names = namesOf(first)
  if (names.length > 0) return compileMethodCall(first, names, args, input, scope)
  return (run) =>
    failAt(run, scope, first, new Fault(`can't give argument to non-function ${first.text}`))
}

function namesOf(operand: Operand): readonly string[] {
  const hasNames =
    operand.kind === 'field' || operand.kind === 'chain' || operand.kind === 'variable'
  return hasNames ? operand.names : []
}

function compileMethodCall(
  method: Operand,
  names: readonly string[],
  args: readonly Operand[],
  input: Evaluate | undefined,
  scope: Scope,
): Evaluate {
  const base = compileBase(method, scope)
  const evaluators = args.map((arg) => compileOperand(arg, scope))
  if (input !== undefined) evaluators.push(input)
  return (run, dot) => {
    const values = evaluators.map((evaluate) => evaluate(run, dot))
    const receiver = base(run, dot)
    try {
      return callMethod(receiver, names, values)
    } catch (error) {
      if (error instanceof Fault) return failAt(run, scope, method, error)
      throw error
    }
  }
}

/** What the names of an operand start from. */
function compileBase(operand: Operand, scope: Scope): Evaluate {
  if (operand.kind === 'chain') return compileOperand(operand.base, scope)
  if (operand.kind !== 'variable') return (_, dot) => dot
  const { slot } = operand
  if (slot === noSlot) return undefinedVariable(operand, scope)
  return (run) => run.variables[slot]
}

/** One operand by itself; numbers get the type Go gives an untyped constant. */
export function compileOperand(operand: Operand, scope: Scope): Evaluate {
  switch (operand.kind) {
    case 'dot':
      return (_, dot) => dot
    case 'nil':
      return () => null
    case 'string':
    case 'boolean': {
      const { value } = operand
      return () => value
    }
    case 'number': {
      const value = operand.isFloat ? operand.float : new GoInt(operand.integer ?? 0n)
      return () => value
    }
    case 'field':
    case 'variable':
    case 'chain':
      return compileFields(operand, compileBase(operand, scope), operand.names, scope)
    case 'pipe':
      return compilePipe(operand.pipe, scope)
    case 'function':
      return compileCall(
        { callee: operand, args: [], input: undefined, place: operand },
        scope,
        compileOperand,
      )
    default:
      return () => undefined
  }
}

function compileFields(
  operand: Operand,
  base: Evaluate,
  names: readonly string[],
  scope: Scope,
): Evaluate {
  const [name, second] = names
  if (name === undefined) return base
  const isSingle = second === undefined
  return (run, dot) => {
    const receiver = base(run, dot)
    // Most templates read columns of the row, and a row has no member but its columns.
    if (isSingle && isRow(receiver)) return receiver[name]
    try {
      return readFields(receiver, names)
    } catch (error) {
      if (error instanceof Fault) return failAt(run, scope, operand, error)
      throw error
    }
  }
}
