import { truncateToInt64 } from '../../types/cast.ts'
import { formatFloat } from '../../types/float-text.ts'
import { expectArguments, expectBetween } from '../check.ts'
import { EvaluationError, ResultError, type ScalarFunction } from '../definition.ts'
import { argumentAt, floatAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { goLog, goLog10, goPow } from './go-math.ts'
import { INT } from './shapes.ts'

const oneNumber = expectArguments('number')
const twoNumbers = expectArguments('number', 'number')

/** Results always are floats, but for `abs` of an integer and `sign`. */
export const mathFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'abs',
    category: 'math',
    signatures: ['abs(x)'],
    summary: 'The absolute value; an integer stays an integer.',
    example: { expression: 'abs(x)', row: '{"x":-2.5}', result: '2.5' },
    check: oneNumber,
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      if (typeof value === 'number') return Math.abs(value)
      // eKuiper goes through a double, which rounds large integers.
      if (typeof value === 'bigint') return truncateToInt64(Math.abs(Number(value)))
      throw new EvaluationError('only float64 & int type are supported')
    },
  }),
  defineScalar({
    name: 'sign',
    category: 'math',
    signatures: ['sign(x)'],
    summary: 'The sign of a number: -1, 0 or 1.',
    example: { expression: 'sign(x)', row: '{"x":-7}', result: '-1' },
    check: oneNumber,
    evaluate: (args) => {
      const value = floatAt(args, 0)
      return value > 0 ? 1n : value < 0 ? -1n : 0n
    },
    shape: () => INT,
  }),
  defineScalar({
    name: 'exp',
    category: 'math',
    signatures: ['exp(x)'],
    summary: 'The number e raised to a power.',
    example: { expression: 'exp(x)', row: '{"x":0}', result: '1' },
    check: oneNumber,
    evaluate: (args) => {
      const result = Math.exp(floatAt(args, 0))
      return Number.isNaN(result) ? null : result
    },
  }),
  defineScalar({
    name: 'ln',
    category: 'math',
    signatures: ['ln(x)'],
    summary: 'The natural logarithm.',
    example: { expression: 'ln(x)', row: '{"x":1}', result: '0' },
    check: oneNumber,
    evaluate: (args) => goLog(requirePositive(floatAt(args, 0))),
  }),
  defineScalar({
    name: 'log',
    category: 'math',
    signatures: ['log(x)', 'log(base, x)'],
    summary: 'The logarithm to base 10, or to the base that comes first.',
    example: { expression: 'log(2, x)', row: '{"x":8}', result: '3' },
    check: expectBetween(1, ['number', 'any'], 'Expect 1 or 2 arguments only'),
    evaluate: (args) => {
      const first = requirePositive(floatAt(args, 0))
      if (args.length === 1) return goLog10(first)
      return goLog(requirePositive(floatAt(args, 1))) / goLog(first)
    },
  }),
  defineScalar({
    name: 'sqrt',
    category: 'math',
    signatures: ['sqrt(x)'],
    summary: 'The square root.',
    example: { expression: 'sqrt(x)', row: '{"x":9}', result: '3' },
    check: oneNumber,
    evaluate: (args) => {
      const value = floatAt(args, 0)
      if (value >= 0 || Number.isNaN(value)) return Math.sqrt(value)
      throw new ResultError(`The argument must be a positive number but got ${formatFloat(value)}`)
    },
  }),
  defineScalar({
    name: 'mod',
    category: 'math',
    signatures: ['mod(x, y)'],
    summary: 'The remainder of a division, with the sign of the first number.',
    example: { expression: 'mod(x, 3)', row: '{"x":7}', result: '1' },
    check: twoNumbers,
    evaluate: (args) => {
      const divisor = argumentAt(args, 1)
      // What is no number counts as zero here, so that the result is NaN.
      const isNumber = typeof divisor === 'number' || typeof divisor === 'bigint'
      return floatAt(args, 0) % (isNumber ? Number(divisor) : 0)
    },
  }),
  defineScalar({
    name: 'power',
    aliases: ['pow'],
    category: 'math',
    signatures: ['power(x, y)'],
    summary: 'The first number raised to the second.',
    example: { expression: 'power(x, 2)', row: '{"x":3}', result: '9' },
    check: twoNumbers,
    evaluate: (args) => goPow(floatAt(args, 0), floatAt(args, 1)),
  }),
  defineScalar({
    name: 'pi',
    category: 'math',
    signatures: ['pi()'],
    summary: 'The number pi.',
    example: { expression: 'pi()', result: '3.141592653589793' },
    check: expectArguments(),
    evaluate: () => Math.PI,
  }),
  defineScalar({
    name: 'rand',
    category: 'math',
    signatures: ['rand()'],
    summary: 'A random number from 0 (included) to 1 (excluded).',
    example: { expression: 'rand() < 1', result: 'true' },
    check: expectArguments(),
    evaluate: (_, context) => context.random(),
  }),
]

function requirePositive(value: number): number {
  if (!(value < 0)) return value
  throw new ResultError(
    `The argument must be a strictly positive number but got ${formatFloat(value)}`,
  )
}
