import { Fault } from '../fault.ts'
import type { FunctionTable } from '../function.ts'
import { GoInt, goInt, textOf, typedList, type TemplateValue } from '../value.ts'
import { count, text, toFloat, toInt64 } from './convert.ts'
import { definer } from './define.ts'
import {
  addDecimals,
  divideDecimals,
  foldDecimals,
  multiplyDecimals,
  subtractDecimals,
  type CombineDecimals,
} from './decimal.ts'

const define = definer('number')
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)

const fold = (signature: string, combine: (a: bigint, b: bigint) => bigint) =>
  define(
    signature,
    ['any'],
    (args) => args.map(toInt64).reduce((a, b) => wrap(combine(a, b))),
    'any',
  )

const pair = (signature: string, combine: (a: bigint, b: bigint) => bigint) =>
  define(signature, ['any', 'any'], ([a, b]) => wrap(combine(toInt64(a), toInt64(b))))

/** Sums of nothing are zero. */
const sum = define(
  'add a b...',
  [],
  (args) => args.map(toInt64).reduce((a, b) => wrap(a + b), 0n),
  'any',
)

const decimals = (signature: string, combine: CombineDecimals) =>
  define(signature, ['any'], (args) => foldDecimals(args.map(toFloat), combine), 'any')

const foldFloats = (signature: string, combine: (a: number, b: number) => number) =>
  define(signature, ['any'], (args) => args.map(toFloat).reduce(combine), 'any')

const float = (signature: string, change: (value: number) => number) =>
  define(signature, ['any'], ([value]) => change(toFloat(value)))

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new Fault('runtime error: integer divide by zero')
  return divisor
}

function roundTo(value: number, places: number, from: number): number {
  const power = 10 ** places
  const scaled = power * value
  const part = scaled - Math.trunc(scaled)
  return (part >= from ? Math.ceil(scaled) : Math.floor(scaled)) / power
}

/** A template must not take all memory of the engine. */
const longestList = 1_000_000

/** Numbers from `start` on, before `stop`. */
function steps(start: number, stop: number, step: number): number[] {
  const numbers: number[] = []
  if (step === 0 || (stop < start ? step >= 0 : step < 0)) return numbers
  if ((stop - start) / step > longestList) {
    throw new Fault(`a list of more than ${longestList} numbers is too long`)
  }
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) numbers.push(i)
  return numbers
}

function intList(numbers: readonly number[]): readonly GoInt[] {
  return typedList(numbers.map(goInt), '[]int')
}

function sequence(args: readonly number[]): string {
  const [first, second, third] = args
  if (first === undefined) return ''
  if (second === undefined) return upTo(1, first, first < 1 ? -1 : 1)
  if (third === undefined) return upTo(first, second, second < first ? -1 : 1)
  if (third < first && second > 0) return ''
  return args.length > 3 ? '' : steps(first, third + (third < first ? -1 : 1), second).join(' ')
}

function upTo(start: number, end: number, step: number): string {
  return steps(start, end + step, step).join(' ')
}

const maximum = fold('max a b...', (a, b) => (a > b ? a : b))

export const numberFunctions: FunctionTable = {
  add: sum,
  add1: define('add1 a', ['any'], ([value]) => wrap(toInt64(value) + 1n)),
  sub: pair('sub a b', (a, b) => a - b),
  mul: fold('mul a b...', (a, b) => a * b),
  div: pair('div a b', (a, b) => a / nonZero(b)),
  mod: pair('mod a b', (a, b) => a % nonZero(b)),
  max: maximum,
  biggest: maximum,
  min: fold('min a b...', (a, b) => (a < b ? a : b)),
  addf: define(
    'addf a b...',
    [],
    (args) => foldDecimals([0, ...args.map(toFloat)], addDecimals),
    'any',
  ),
  add1f: float('add1f a', (value) => foldDecimals([value, 1], addDecimals)),
  subf: decimals('subf a b...', subtractDecimals),
  mulf: decimals('mulf a b...', multiplyDecimals),
  divf: decimals('divf a b...', divideDecimals),
  maxf: foldFloats('maxf a b...', (a, b) => Math.max(a, b)),
  minf: foldFloats('minf a b...', (a, b) => Math.min(a, b)),
  ceil: float('ceil a', Math.ceil),
  floor: float('floor a', Math.floor),
  round: define(
    'round a places from?',
    ['any', 'int'],
    ([value, places, from]) =>
      roundTo(toFloat(value), count(places), typeof from === 'number' ? from : 0.5),
    'float',
  ),
  int: define('int value', ['any'], ([value]) => new GoInt(toInt64(value))),
  int64: define('int64 value', ['any'], ([value]) => toInt64(value)),
  float64: define('float64 value', ['any'], ([value]) => toFloat(value)),
  atoi: define('atoi text', ['string'], ([value]) => {
    const digits = /^[+-]?\d+$/.test(text(value)) ? text(value) : '0'
    return new GoInt(toInt64(digits.replace(/^([+-]?)0+(?=\d)/, '$1')))
  }),
  toDecimal: define('toDecimal octal', ['any'], ([value]) => {
    const [, sign = '', digits] = /^([+-]?)([0-7]+)$/.exec(textOf(value)) ?? []
    if (digits === undefined) return 0n
    const parsed = BigInt(`0o${digits}`) * (sign === '-' ? -1n : 1n)
    return parsed === wrap(parsed) ? parsed : 0n
  }),
  seq: define('seq start? step? end', [], (args) => sequence(args.map(count)), 'int'),
  until: define('until count', ['int'], ([end]) => {
    const stop = count(end)
    return intList(steps(0, stop, stop < 0 ? -1 : 1))
  }),
  untilStep: define('untilStep start stop step', ['int', 'int', 'int'], ([start, stop, step]) =>
    intList(steps(count(start), count(stop), count(step))),
  ),
  randInt: define('randInt min max', ['int', 'int'], ([min, max], environment) => {
    const [low, high] = [count(min), count(max)]
    if (high <= low) throw new Fault('invalid argument to Intn')
    return goInt(low + Math.floor(environment.random() * (high - low)))
  }),
} satisfies Record<
  string,
  { run: (args: readonly TemplateValue[], environment: never) => TemplateValue }
>
