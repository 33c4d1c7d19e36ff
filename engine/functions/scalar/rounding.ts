import { toInt64Loose, truncateToInt64 } from '../../types/cast.ts'
import { expectArguments, expectBetween } from '../check.ts'
import { EvaluationError, type ScalarFunction } from '../definition.ts'
import { argumentAt, floatAt, unwrap } from './arguments.ts'
import { defineScalar } from './define.ts'
import { goPow } from './go-math.ts'

/** All of them give floats, of integers too. */
export const roundingFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'ceiling',
    aliases: ['ceil'],
    category: 'math',
    signatures: ['ceiling(x)'],
    summary: 'The next whole number above.',
    example: { expression: 'ceiling(x)', row: '{"x":1.2}', result: '2' },
    check: expectArguments('number'),
    evaluate: (args) => Math.ceil(floatAt(args, 0)),
  }),
  defineScalar({
    name: 'floor',
    category: 'math',
    signatures: ['floor(x)'],
    summary: 'The next whole number below.',
    example: { expression: 'floor(x)', row: '{"x":-1.2}', result: '-2' },
    check: expectArguments('number'),
    evaluate: (args) => Math.floor(floatAt(args, 0)),
  }),
  defineScalar({
    name: 'round',
    category: 'math',
    signatures: ['round(x)', 'round(x, digits)'],
    summary: 'The nearest number with that many digits after the point; halves go away from zero.',
    example: { expression: 'round(x, 1)', row: '{"x":2.26}', result: '2.3' },
    check: expectBetween(1, ['number', 'number'], 'Expect 1 or 2 arguments only'),
    evaluate: (args) => {
      const value = floatAt(args, 0)
      if (args.length === 1) return roundHalfAway(value)
      const scale = goPow(10, Number(unwrap(toInt64Loose(argumentAt(args, 1)))))
      return roundHalfAway(value * scale) / scale
    },
  }),
  defineScalar({
    name: 'trunc',
    category: 'conversion',
    signatures: ['trunc(x, digits)'],
    summary: 'Rounds to that many digits after the point; the number of digits must be an integer.',
    example: { expression: 'trunc(x, 1)', row: '{"x":2.26}', result: '2.3' },
    check: expectArguments('number', 'int'),
    evaluate: (args) => {
      const value = floatAt(args, 0)
      const digits = argumentAt(args, 1)
      if (typeof digits !== 'bigint') {
        throw new EvaluationError('The 2nd parameter must be int value.')
      }
      const scale = goPow(10, Number(digits))
      // eKuiper adds a half and cuts to an integer, so it rounds, and large numbers overflow.
      const half = value < 0 || Object.is(value, -0) ? -0.5 : 0.5
      return Number(truncateToInt64(value * scale + half)) / scale
    },
  }),
]

function roundHalfAway(value: number): number {
  const whole = Math.trunc(value)
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole
}
