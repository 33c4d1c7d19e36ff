import { decodeBase64, encodeBase64 } from '../../types/base64.ts'
import {
  toBooleanLoose,
  toBytes,
  toDateTime,
  toFloatLoose,
  toInt64Loose,
  toText,
  truncateToInt64,
  type CastResult,
} from '../../types/cast.ts'
import { encodeUtf8, utf8Length } from '../../types/utf8.ts'
import type { Value } from '../../types/value.ts'
import { checkKinds, countText, expectArguments, kindText, literalKind } from '../check.ts'
import {
  EvaluationError,
  type CheckCall,
  type FunctionContext,
  type ScalarFunction,
} from '../definition.ts'
import { argumentAt, unwrap } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT } from './shapes.ts'

const TYPES = ['bigint', 'float', 'string', 'boolean', 'datetime', 'bytea'] as const
type CastType = (typeof TYPES)[number]

const checkCast: CheckCall = (args) => {
  const type = args[1]
  if (args.length !== 2 || type === undefined) return countText(2, args.length)
  const kind = literalKind(type)
  if (kind !== undefined && kind !== 'string') return kindText('string', 1)
  if (type.kind !== 'string' || isCastType(type.value)) return undefined
  return `Expect one of following value for the 2nd parameter: ${TYPES.join(', ')}.`
}

const checkEncoding: CheckCall = (args) => {
  if (args.length !== 2) return countText(2, args.length)
  const reason = checkKinds(args, ['string', 'string'])
  if (reason !== undefined) return reason
  const encoding = args[1]
  if (encoding?.kind !== 'string') return kindText('string', 2)
  return encoding.value === 'base64' ? undefined : 'Only base64 is supported for the 2nd parameter.'
}

export const conversionFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'cast',
    category: 'conversion',
    signatures: ['cast(x, type)'],
    summary: 'A value as another type: bigint, float, string, boolean, datetime or bytea.',
    example: { expression: "cast(x, 'bigint')", row: '{"x":"12"}', result: '12' },
    check: checkCast,
    evaluate: (args, context) => castTo(argumentAt(args, 1), argumentAt(args, 0), context),
    bind: ([, type]) => {
      if (typeof type !== 'string' || !isCastType(type)) return undefined
      const convert = CASTS[type]
      return (args, context) => convert(argumentAt(args, 0), context)
    },
    shape: (_, [, type]) => (type === 'bigint' ? INT : {}),
  }),
  defineScalar({
    name: 'chr',
    category: 'conversion',
    signatures: ['chr(x)'],
    summary: 'The number of a character: of a text of one byte, or the integer itself.',
    example: { expression: 'chr(a)', row: '{"a":"A"}', result: '65' },
    check: expectArguments('code'),
    evaluate: (args) => characterCode(argumentAt(args, 0)),
    shape: () => INT,
  }),
  defineScalar({
    name: 'encode',
    category: 'conversion',
    signatures: ["encode(text, 'base64')"],
    summary: 'A text in base64.',
    example: { expression: "encode(a, 'base64')", row: '{"a":"hello"}', result: '"aGVsbG8="' },
    check: checkEncoding,
    evaluate: (args) => encodeBase64(encodeUtf8(textOnly(argumentAt(args, 0), 'encoded'))),
  }),
  defineScalar({
    name: 'decode',
    category: 'conversion',
    signatures: ["decode(text, 'base64')"],
    summary: 'The bytes that a base64 text stands for.',
    example: {
      expression: "cast(decode(a, 'base64'), 'string')",
      row: '{"a":"aGVsbG8="}',
      result: '"hello"',
    },
    check: checkEncoding,
    evaluate: (args) => {
      const decoded = decodeBase64(textOnly(argumentAt(args, 0), 'decoded'))
      if (decoded.ok) return decoded.bytes
      throw new EvaluationError(
        `fail to decode base64 string: illegal base64 data at input byte ${decoded.at}`,
      )
    },
  }),
]

type Cast = (value: Value, context: FunctionContext) => Value

const CASTS: Readonly<Record<CastType, Cast>> = {
  bigint: (value) => (typeof value === 'bigint' ? value : withText(toInt64Loose(value))),
  float: (value) => (typeof value === 'number' ? value : withText(toFloatLoose(value))),
  string: toText,
  boolean: (value) => withText(toBooleanLoose(value)),
  datetime: (value, context) => unwrap(toDateTime(value, context.now())),
  bytea: (value) => unwrap(toBytes(value)),
}

function castTo(type: Value, value: Value, context: FunctionContext): Value {
  if (typeof type !== 'string') throw new EvaluationError('expect string type for type parameter')
  if (isCastType(type)) return CASTS[type](value, context)
  throw new EvaluationError('unknow type, only support bigint, float, string, boolean and datetime')
}

function isCastType(name: string): name is CastType {
  return (TYPES as readonly string[]).includes(name)
}

function withText<T>(result: CastResult<T>): T {
  if (result.ok) return result.value
  throw new EvaluationError(`not supported type conversion, got error ${result.error}`)
}

function textOnly(value: Value, action: string): string {
  if (typeof value === 'string') return value
  throw new EvaluationError(`Only string type can be ${action}.`)
}

function characterCode(value: Value): bigint {
  if (typeof value === 'bigint') return BigInt.asIntN(32, value)
  if (typeof value === 'number') return BigInt.asIntN(32, truncateToInt64(value))
  if (typeof value !== 'string') {
    throw new EvaluationError('Only bigint, float and string type can be convert to char type.')
  }
  if (value === '') throw new EvaluationError('the text is empty and has no character')
  if (utf8Length(value) > 1) throw new EvaluationError('Parameter length cannot larger than 1.')
  return BigInt(value.charCodeAt(0))
}
