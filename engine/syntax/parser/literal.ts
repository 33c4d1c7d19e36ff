import type { Expression, FloatLiteral, IntegerLiteral } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Token } from '../token.ts'
import type { Cursor } from './cursor.ts'
import { errorExpression } from './parser-state.ts'

const maximum = 2n ** 63n - 1n
const minimum = -(2n ** 63n)

/** `-` and a number that starts with a digit, with nothing but blanks between them, as one number. */
export function takeNegativeNumber(cursor: Cursor): Token | undefined {
  const minus = cursor.peek()
  if (minus.kind !== '-') return undefined
  const digits = cursor.peek(1)
  if (digits.kind !== 'integer' && digits.kind !== 'number') return undefined
  if (!/^\d/.test(digits.text)) return undefined
  if (/\S/.test(cursor.text.slice(minus.span.start + 1, digits.span.start))) return undefined
  cursor.next()
  cursor.next()
  const span = { start: minus.span.start, end: digits.span.end }
  return { kind: digits.kind, text: `-${digits.text}`, span }
}

/** An integer outside of int64 becomes the nearest one that is inside, silently, as in eKuiper. */
export function integerLiteral(token: Token): IntegerLiteral {
  const exact = /^-?\d+$/.test(token.text) ? BigInt(token.text) : 0n
  const value = exact > maximum ? maximum : exact < minimum ? minimum : exact
  return { kind: 'integer', value, isSaturated: value !== exact, span: token.span }
}

export function numberLiteral(cursor: Cursor, token: Token): FloatLiteral | Expression {
  if (!/^-?(\d+\.\d*|\.\d+)$/.test(token.text)) {
    const message = `\`${token.text}\` is not a number`
    cursor.report(syntaxCodes.invalidNumber, message, token.span)
    return errorExpression(token.span)
  }
  return { kind: 'float', value: Number(token.text), span: token.span }
}
