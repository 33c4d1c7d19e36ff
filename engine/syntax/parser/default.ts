import type { ColumnDefinition, ColumnType } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { describe } from './cursor.ts'
import { integerLiteral, numberLiteral, takeNegativeNumber } from './literal.ts'
import { reportBadToken, type ParserState } from './parser-state.ts'

type Literal = NonNullable<ColumnDefinition['defaultValue']>

/** `DEFAULT literal` of a BIGINT, FLOAT, STRING or BOOLEAN column; the catalog checks that it fits the type. */
export function parseDefault(state: ParserState, type: ColumnType): Literal | undefined {
  const { cursor } = state
  const word = cursor.accept('DEFAULT')
  if (word === undefined) return undefined
  const literal = takeLiteral(state)
  if (literal === undefined) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected a literal after DEFAULT, found ${found}`, {
      code: syntaxCodes.invalidDefault,
    })
    return undefined
  }
  if (['datetime', 'bytea', 'array', 'struct'].includes(type.kind)) {
    const message = `a ${type.kind.toUpperCase()} column cannot have a DEFAULT`
    cursor.report(syntaxCodes.invalidDefault, message, {
      start: word.span.start,
      end: literal.span.end,
    })
  }
  return literal
}

function takeLiteral(state: ParserState): Literal | undefined {
  const { cursor } = state
  const token = takeNegativeNumber(cursor) ?? cursor.peek()
  switch (token.kind) {
    case 'string':
    case 'single-quoted':
      cursor.next()
      return { kind: 'string', value: token.text, span: token.span }
    case 'TRUE':
    case 'FALSE':
      cursor.next()
      return { kind: 'boolean', value: token.kind === 'TRUE', span: token.span }
    case 'integer':
      if (cursor.peek() === token) cursor.next()
      return integerLiteral(token)
    case 'number': {
      if (cursor.peek() === token) cursor.next()
      const literal = numberLiteral(cursor, token)
      return literal.kind === 'float' ? literal : { kind: 'float', value: 0, span: token.span }
    }
    default:
      return undefined
  }
}
