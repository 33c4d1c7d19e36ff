import type { ColumnDefinition } from '../syntax/ast.ts'
import { parseGoFloat, parseGoInteger, toBooleanLoose } from '../types/cast.ts'
import type { Value } from '../types/value.ts'

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
      return booleanOf(text)
    case 'string':
      return text
    default:
      return undefined
  }
}

function booleanOf(text: string): boolean | undefined {
  const result = toBooleanLoose(text)
  return result.ok ? result.value : undefined
}
