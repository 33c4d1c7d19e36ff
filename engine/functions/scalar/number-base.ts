import { MAX_INT64, MIN_INT64 } from '../../types/cast.ts'
import { toGoText } from '../../types/go-text.ts'
import { countText, expectArguments, kindText } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, integerAt, textAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT64 } from './shapes.ts'

const MAX_UINT64 = 2n ** 64n - 1n

const checkConv: CheckCall = (args) => {
  if (args.length !== 3) return countText(3, args.length)
  if (args[1]?.kind !== 'integer') return kindText('integer', 2)
  return args[2]?.kind === 'integer' ? undefined : kindText('integer', 3)
}

export const numberBaseFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'conv',
    category: 'math',
    signatures: ['conv(x, from_base, to_base)'],
    summary: 'Writes a number in another base, 2 to 36; a negative target base keeps the sign.',
    example: { expression: 'conv(x, 16, 2)', row: '{"x":"a"}', result: '"1010"' },
    check: checkConv,
    evaluate: (args) =>
      convertBase(textAt(args, 0), Number(integerAt(args, 1)), Number(integerAt(args, 2))),
  }),
  defineScalar({
    name: 'hex2dec',
    category: 'conversion',
    signatures: ['hex2dec(x)'],
    summary: 'The number that a hexadecimal text means; `0x` in front is allowed.',
    example: { expression: 'hex2dec(x)', row: '{"x":"0x1a"}', result: '26' },
    check: expectArguments('string'),
    evaluate: (args) => readHexadecimal(argumentAt(args, 0)),
    shape: () => INT64,
  }),
  defineScalar({
    name: 'dec2hex',
    category: 'conversion',
    signatures: ['dec2hex(x)'],
    summary: 'An integer as hexadecimal text.',
    example: { expression: 'dec2hex(x)', row: '{"x":26}', result: '"0x1a"' },
    check: expectArguments('string'),
    evaluate: (args) => `0x${integerAt(args, 0).toString(16)}`,
  }),
]

/** As MySQL's CONV: the longest valid start counts, and negative numbers wrap into 64 bits. */
function convertBase(text: string, from: number, to: number): string | null {
  const source = Math.abs(from)
  const target = Math.abs(to)
  if (source < 2 || source > 36 || target < 2 || target > 36) return null
  const prefix = validPrefix(text.trim(), source)
  if (prefix === undefined) return '0'
  let value = readDigits(prefix.digits, source)
  if (value > MAX_UINT64) {
    const reason = `strconv.ParseUint: parsing "${prefix.digits}": value out of range`
    throw new EvaluationError(reason)
  }
  if (from < 0) {
    const limit = prefix.isNegative ? -MIN_INT64 : MAX_INT64
    if (value > limit) value = limit
  }
  if (prefix.isNegative) value = -value
  const signed = BigInt.asIntN(64, value)
  if (to < 0) return signed.toString(target).toUpperCase()
  return BigInt.asUintN(64, signed).toString(target).toUpperCase()
}

function validPrefix(
  text: string,
  base: number,
): { readonly digits: string; readonly isNegative: boolean } | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  let length = sign.length
  while (length < text.length && digitValue(text[length] ?? '') < base) length++
  const digits = text.slice(sign.length, length)
  return digits === '' ? undefined : { digits, isNegative: sign === '-' }
}

function readDigits(digits: string, base: number): bigint {
  let value = 0n
  for (const digit of digits) value = value * BigInt(base) + BigInt(digitValue(digit))
  return value
}

function digitValue(digit: string): number {
  const value = parseInt(digit, 36)
  return Number.isNaN(value) ? 36 : value
}

function readHexadecimal(value: ReturnType<typeof argumentAt>): bigint {
  if (typeof value !== 'string') {
    throw new EvaluationError(`invalid input type: ${toGoText(value)} please input hex string`)
  }
  const match = /^([+-]?)([\da-fA-F]+)$/.exec(value.replace(/^0x/, ''))
  const size = match === null ? undefined : BigInt(`0x${match[2] ?? '0'}`)
  const number = size === undefined || match?.[1] !== '-' ? size : -size
  if (number === undefined || number > MAX_INT64 || number < MIN_INT64) {
    throw new EvaluationError(`invalid hexadecimal value: ${value.replace(/^0x/, '')}`)
  }
  return number
}
