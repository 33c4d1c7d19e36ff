import type { ColumnDefinition } from '../syntax/ast.ts'
import type { Value } from '../types/value.ts'

const trueTexts: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const falseTexts: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

/**
 * A column's DEFAULT as a value of the column's type, converted from the literal's text as Go does
 * (`'0x1f'` is 31); undefined where it does not convert or there is none.
 */
export function defaultValueOf(column: ColumnDefinition): Value | undefined {
  const literal = column.defaultValue
  if (literal === undefined) return undefined
  const text =
    literal.kind === 'boolean' ? String(literal.value).toUpperCase() : String(literal.value)
  switch (column.type.kind) {
    case 'bigint':
      return literal.kind === 'float' || (literal.kind === 'integer' && literal.isSaturated)
        ? undefined
        : parseGoInteger(text)
    case 'float':
      return parseGoFloat(text)
    case 'boolean':
      return trueTexts.has(text) ? true : falseTexts.has(text) ? false : undefined
    case 'string':
      return text
    default:
      return undefined
  }
}

/** Go's ParseInt with base 0: a prefix decides the base, a leading zero means octal. */
function parseGoInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|0|[1-9][0-9]*)$/.exec(text)
  const [, sign = '', digits = ''] = match ?? []
  if (match === null) return undefined
  const plain = digits.replaceAll('_', '').toLowerCase()
  const value = BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain)
  const signed = sign === '-' ? -value : value
  return BigInt.asIntN(64, signed) === signed ? signed : undefined
}

function parseGoFloat(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  if (/^[+]?inf(inity)?$/i.test(text)) return Infinity
  if (/^-inf(inity)?$/i.test(text)) return -Infinity
  return /^nan$/i.test(text) ? NaN : undefined
}
