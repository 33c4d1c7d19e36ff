import { expectArguments, expectAtLeast } from '../check.ts'
import { EvaluationError, type ScalarFunction } from '../definition.ts'
import { NIL_LIST } from '../../types/value.ts'
import { argumentAt, integerAt } from './arguments.ts'
import { defineScalar } from './define.ts'

export const otherFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'isnull',
    category: 'other',
    signatures: ['isnull(x)'],
    summary: 'Whether a value is null or missing.',
    example: { expression: 'isnull(x)', result: 'true' },
    check: expectArguments('any'),
    whenNull: 'evaluate',
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      return value === null || value === NIL_LIST
    },
  }),
  defineScalar({
    name: 'coalesce',
    category: 'other',
    signatures: ['coalesce(a, b, ...)'],
    summary: 'The first argument that is not null.',
    example: { expression: 'coalesce(x, 5)', result: '5' },
    check: expectAtLeast(1, 'any', () => 'The arguments should be at least one.'),
    whenNull: 'evaluate',
    evaluate: (args) => args.find((value) => value !== null) ?? null,
    shape: (shapes) => {
      const [first] = shapes
      return first !== undefined && shapes.every((shape) => shape.integer === first.integer)
        ? first
        : {}
    },
  }),
  defineScalar({
    name: 'bypass',
    category: 'other',
    signatures: ['bypass(x)'],
    summary: 'The argument itself.',
    example: { expression: 'bypass(x)', row: '{"x":1}', result: '1' },
    check: () => undefined,
    whenNull: 'evaluate',
    evaluate: (args) => {
      if (args.length === 0) throw new EvaluationError('bypass needs an argument')
      return argumentAt(args, 0)
    },
    shape: ([first]) => first ?? {},
  }),
  defineScalar({
    name: 'delay',
    category: 'other',
    signatures: ['delay(milliseconds, x)'],
    summary: 'The second argument; eKuiper waits before it gives it, here it comes at once.',
    example: { expression: 'delay(1, x)', row: '{"x":"a"}', result: '"a"' },
    check: expectArguments('number', 'any'),
    evaluate: (args) => {
      const milliseconds = argumentAt(args, 0)
      // Go cuts a fraction off.
      if (typeof milliseconds !== 'number') integerAt(args, 0)
      return argumentAt(args, 1)
    },
    shape: ([, value]) => value ?? {},
  }),
  defineScalar({
    name: 'newuuid',
    category: 'other',
    signatures: ['newuuid()'],
    summary: 'A new unique id.',
    example: { expression: 'length(newuuid()) > 0', result: 'true' },
    check: expectArguments(),
    evaluate: (_, context) => context.newId(),
  }),
]
