import { expectArguments } from '../check.ts'
import { EvaluationError, type ScalarFunction } from '../definition.ts'
import { floatAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { goCosh, goSinh } from './go-math.ts'

interface Trigonometric {
  readonly name: string
  readonly summary: string
  readonly example: readonly [argument: string, result: string]
  readonly calculate: (x: number) => number
}

const functionsOfOne: readonly Trigonometric[] = [
  {
    name: 'sin',
    summary: 'The sine of an angle in radians.',
    example: ['0', '0'],
    calculate: Math.sin,
  },
  {
    name: 'cos',
    summary: 'The cosine of an angle in radians.',
    example: ['0', '1'],
    calculate: Math.cos,
  },
  {
    name: 'tan',
    summary: 'The tangent of an angle in radians.',
    example: ['0', '0'],
    calculate: Math.tan,
  },
  {
    name: 'cot',
    summary: 'The cotangent of an angle in radians.',
    example: ['1', '0.6420926159343306'],
    calculate: cotangent,
  },
  {
    name: 'asin',
    summary: 'The angle in radians that has this sine.',
    example: ['1', '1.5707963267948966'],
    calculate: Math.asin,
  },
  {
    name: 'acos',
    summary: 'The angle in radians that has this cosine.',
    example: ['1', '0'],
    calculate: Math.acos,
  },
  {
    name: 'atan',
    summary: 'The angle in radians that has this tangent.',
    example: ['0', '0'],
    calculate: Math.atan,
  },
  { name: 'sinh', summary: 'The hyperbolic sine.', example: ['0', '0'], calculate: goSinh },
  { name: 'cosh', summary: 'The hyperbolic cosine.', example: ['0', '1'], calculate: goCosh },
  { name: 'tanh', summary: 'The hyperbolic tangent.', example: ['0', '0'], calculate: Math.tanh },
  {
    name: 'radians',
    summary: 'Degrees as radians.',
    example: ['180', '3.141592653589793'],
    calculate: (x) => (x * Math.PI) / 180,
  },
  {
    name: 'degrees',
    summary: 'Radians as degrees.',
    example: ['0', '0'],
    calculate: (x) => (x * 180) / Math.PI,
  },
]

/** Where the result is not a number it is null. */
export const trigonometricFunctions: readonly ScalarFunction[] = [
  ...functionsOfOne.map(defineTrigonometric),
  defineScalar({
    name: 'atan2',
    category: 'math',
    signatures: ['atan2(y, x)'],
    summary: 'The angle in radians of the point (x, y).',
    example: { expression: 'atan2(y, x)', row: '{"x":1,"y":1}', result: '0.7853981633974483' },
    check: expectArguments('number', 'number'),
    evaluate: (args) => nullIfNaN(Math.atan2(floatAt(args, 0), floatAt(args, 1))),
  }),
]

function defineTrigonometric({ name, summary, example, calculate }: Trigonometric): ScalarFunction {
  return defineScalar({
    name,
    category: 'math',
    signatures: [`${name}(x)`],
    summary,
    example: { expression: `${name}(x)`, row: `{"x":${example[0]}}`, result: example[1] },
    check: expectArguments('number'),
    evaluate: (args) => nullIfNaN(calculate(floatAt(args, 0))),
  })
}

function cotangent(x: number): number {
  if (x === 0) throw new EvaluationError('out-of-range error')
  return 1 / Math.tan(x)
}

function nullIfNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
