import { toInt64Strict } from '../../types/cast.ts'
import { decodeUtf8, encodeUtf8 } from '../../types/utf8.ts'
import { checkKinds, expectArguments, literalKind } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, integerAt, textAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'

const checkSubstring: CheckCall = (args) => {
  if (args.length !== 2 && args.length !== 3) return 'the arguments for substring should be 2 or 3'
  const reason = checkKinds(args, ['string', 'int', 'int'])
  if (reason !== undefined) return reason
  const [, start, end] = args
  if (start?.kind !== 'integer') return undefined
  if (start.value < 0n) return 'The start index should not be a nagtive integer.'
  if (end?.kind === 'integer' && end.value < start.value) {
    return 'The end index should be larger than start index.'
  }
  return undefined
}

const checkSplit: CheckCall = (args) => {
  if (args.length !== 3) return 'the arguments for split_value should be 3'
  const reason = checkKinds(args, ['string', 'string', 'int'])
  if (reason !== undefined) return reason
  const index = args[2]
  if (index !== undefined && literalKind(index) === 'integer' && index.kind === 'integer') {
    if (index.value < 0n) return 'The index should not be a nagtive integer.'
  }
  return undefined
}

/** Cutting and padding. Positions are bytes of UTF-8, so a letter may be cut. */
export const textPartFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'substring',
    category: 'string',
    signatures: ['substring(text, start)', 'substring(text, start, end)'],
    summary: 'The bytes of a text from a position (from 0) up to another, which is not included.',
    example: { expression: 'substring(a, 1, 3)', row: '{"a":"pump"}', result: '"um"' },
    check: checkSubstring,
    evaluate: (args) => substring(args),
  }),
  defineScalar({
    name: 'lpad',
    category: 'string',
    signatures: ['lpad(text, count)'],
    summary: 'The text with that many blanks in front.',
    example: { expression: 'lpad(a, 2)', row: '{"a":"x"}', result: '"  x"' },
    check: expectArguments('string', 'int'),
    evaluate: (args) => blanks(args) + textAt(args, 0),
  }),
  defineScalar({
    name: 'rpad',
    category: 'string',
    signatures: ['rpad(text, count)'],
    summary: 'The text with that many blanks behind.',
    example: { expression: 'rpad(a, 2)', row: '{"a":"x"}', result: '"x  "' },
    check: expectArguments('string', 'int'),
    evaluate: (args) => textAt(args, 0) + blanks(args),
  }),
  defineScalar({
    name: 'split_value',
    category: 'string',
    signatures: ['split_value(text, separator, index)'],
    summary: 'One part of a text that is split; the index counts from 0, negative from the end.',
    example: { expression: "split_value(a, '/', 1)", row: '{"a":"plant/7"}', result: '"7"' },
    check: checkSplit,
    evaluate: (args) => splitValue(args),
  }),
]

function substring(args: Args): string {
  const text = textAt(args, 0)
  const start = integerAt(args, 1)
  const end = args.length > 2 ? integerAt(args, 2) : undefined
  if (start < 0n) throw new EvaluationError('start index must be a positive number')
  if (end !== undefined && end < 0n) {
    throw new EvaluationError('end index must be a positive number')
  }
  if (end !== undefined && start > end) {
    throw new EvaluationError('start index must be smaller than end index')
  }
  const from = clamp(start)
  const to = end === undefined ? undefined : clamp(end)
  if (/^[\u0000-\u007f]*$/.test(text)) return text.slice(from, to)
  return decodeUtf8(encodeUtf8(text).subarray(from, to))
}

function clamp(position: bigint): number {
  return position > 0x7fffffffn ? 0x7fffffff : Number(position)
}

/** More would be a text that no row can carry. */
const MAXIMAL_BLANKS = 100_000_000n

function blanks(args: Args): string {
  const count = integerAt(args, 1)
  if (count < 0n) throw new EvaluationError(`the number of blanks is negative: ${count}`)
  if (count > MAXIMAL_BLANKS)
    throw new EvaluationError(`the number of blanks is too large: ${count}`)
  return ' '.repeat(Number(count))
}

function splitValue(args: Args): string {
  const text = textAt(args, 0)
  const separator = textAt(args, 1)
  const parts = separator === '' ? [...text] : text.split(separator)
  // What is no integer counts as 0.
  const asked = toInt64Strict(argumentAt(args, 2))
  const index = asked.ok ? Number(asked.value) : 0
  const part = parts[index < 0 ? index + parts.length : index]
  if (part !== undefined) return part
  throw new EvaluationError(`${index} out of index array (size = ${parts.length})`)
}
