import { toInt64Strict } from '../../types/cast.ts'
import { toGoText } from '../../types/go-text.ts'
import { expectArguments } from '../check.ts'
import { EvaluationError, type ScalarFunction } from '../definition.ts'
import { argumentAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT } from './shapes.ts'

/** On 64-bit integers; floats without a fraction count as integers. */
export const bitFunctions: readonly ScalarFunction[] = [
  defineBits('bitand', 'The bits that both integers have.', '2', (a, b) => a & b),
  defineBits('bitor', 'The bits that either integer has.', '7', (a, b) => a | b),
  defineBits('bitxor', 'The bits that exactly one of the integers has.', '5', (a, b) => a ^ b),
  defineScalar({
    name: 'bitnot',
    category: 'math',
    signatures: ['bitnot(x)'],
    summary: 'The integer with all bits flipped.',
    example: { expression: 'bitnot(x)', row: '{"x":5}', result: '-6' },
    check: expectArguments('int'),
    evaluate: (args) => ~operand(args, 0, 'operand'),
    shape: () => INT,
  }),
]

function defineBits(
  name: string,
  summary: string,
  result: string,
  combine: (a: bigint, b: bigint) => bigint,
): ScalarFunction {
  return defineScalar({
    name,
    category: 'math',
    signatures: [`${name}(x, y)`],
    summary,
    example: { expression: `${name}(x, y)`, row: '{"x":6,"y":3}', result },
    check: expectArguments('int', 'int'),
    evaluate: (args) =>
      combine(operand(args, 0, 'the first operand'), operand(args, 1, 'the second operand')),
    shape: () => INT,
  })
}

function operand(args: Args, index: number, place: string): bigint {
  const value = argumentAt(args, index)
  const integer = toInt64Strict(value)
  if (integer.ok) return integer.value
  throw new EvaluationError(`Expect int type for ${place} but got ${toGoText(value)}`)
}
