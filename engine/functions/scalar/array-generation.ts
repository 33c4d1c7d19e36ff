import type { Value } from '../../types/value.ts'
import { expectArguments } from '../check.ts'
import {
  EvaluationError,
  type ArgumentShape,
  type CheckCall,
  type ScalarFunction,
} from '../definition.ts'
import { argumentAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'

/** More would be a row that no sink can send. */
const MAXIMAL_LENGTH = 10_000_000

const checkSequence: CheckCall = (args) =>
  args.length === 2 || args.length === 3
    ? undefined
    : `Expect two or three arguments but found ${args.length}.`

/** Their numbers must be Go's `int`: what `cast(x, 'bigint')` or `length` give, but no column or literal. */
export const arrayGenerationFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'repeat',
    category: 'array',
    signatures: ['repeat(x, count)'],
    summary: "An array with a value that many times; a count needs cast(..., 'bigint').",
    example: {
      expression: "repeat(a, cast(2, 'bigint'))",
      row: '{"a":"x"}',
      result: '["x","x"]',
    },
    check: expectArguments('any', 'any'),
    evaluate: (args) => repeat(args, []),
    bind: (_, shapes) => (args) => repeat(args, shapes),
  }),
  defineScalar({
    name: 'sequence',
    category: 'array',
    signatures: ['sequence(from, to)', 'sequence(from, to, step)'],
    summary: "The integers from one to another, both included; they need cast(..., 'bigint').",
    example: {
      expression: "sequence(cast(1, 'bigint'), cast(3, 'bigint'))",
      result: '[1,2,3]',
    },
    check: checkSequence,
    evaluate: (args) => sequence(args, []),
    bind: (_, shapes) => (args) => sequence(args, shapes),
    shape: () => ({ elements: 'int' }),
  }),
]

function repeat(args: Args, shapes: readonly ArgumentShape[]): Value {
  const count = Number(goInt(args, shapes, 1, 'second'))
  if (count < 0) throw new EvaluationError(`the count is negative: ${count}`)
  checkLength(count)
  return new Array<Value>(count).fill(argumentAt(args, 0))
}

function sequence(args: Args, shapes: readonly ArgumentShape[]): Value {
  const from = goInt(args, shapes, 0, 'first')
  const to = goInt(args, shapes, 1, 'second')
  const step = args.length > 2 ? goInt(args, shapes, 2, 'third') : from < to ? 1n : -1n
  if (step === 0n) throw new EvaluationError('invalid step: should not be zero')
  const length = Number((to - from) / step + 1n)
  if (length < 0) {
    throw new EvaluationError(`the step ${step} does not lead from ${from} to ${to}`)
  }
  checkLength(length)
  return Array.from({ length }, (_, index) => from + BigInt(index) * step)
}

function checkLength(length: number): void {
  if (length > MAXIMAL_LENGTH) {
    throw new EvaluationError(`an array of ${length} elements is too long`)
  }
}

function goInt(args: Args, shapes: readonly ArgumentShape[], index: number, place: string): bigint {
  const value = argumentAt(args, index)
  if (typeof value === 'bigint' && shapes[index]?.integer !== 'int64') return value
  throw new EvaluationError(`${place} argument should be int`)
}
