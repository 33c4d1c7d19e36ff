import type { Expression, Identifier, TimeUnit } from '../ast.ts'
import type { Token } from '../token.ts'
import { parseBracket } from './bracket.ts'
import { parseCall } from './call.ts'
import { parseCase } from './case.ts'
import { parseInOperand } from './list.ts'
import { integerLiteral, numberLiteral, takeNegativeNumber } from './literal.ts'
import { parseStar } from './star.ts'
import {
  errorExpression,
  expect,
  reportMissingExpression,
  type ParserState,
} from './parser-state.ts'

/** What stands between operators: a literal, name, call, CASE, list or parenthesised expression. */
export function parseOperand(state: ParserState, isMember: boolean): Expression {
  const { cursor } = state
  state.height = 1
  const negative = takeNegativeNumber(cursor)
  if (negative !== undefined) return literalOfNumber(state, negative)
  const token = cursor.peek()
  switch (token.kind) {
    case '(':
      return parseParenthesized(state)
    case '[':
      return parseBracket(
        state,
        errorExpression({ start: token.span.start, end: token.span.start }),
      )
    case 'IN':
      cursor.next()
      return parseInOperand(state)
    case 'CASE':
      return parseCase(state)
    case 'identifier':
      return cursor.peek(1).kind === '(' ? parseCall(state) : parseName(state, isMember)
    case 'string':
    case 'single-quoted':
      cursor.next()
      return { kind: 'string', value: token.text, span: token.span }
    case 'integer':
    case 'number':
      cursor.next()
      return literalOfNumber(state, token)
    case 'TRUE':
    case 'FALSE':
      cursor.next()
      return { kind: 'boolean', value: token.kind === 'TRUE', span: token.span }
    case 'DD':
    case 'HH':
    case 'MI':
    case 'SS':
    case 'MS':
      cursor.next()
      return { kind: 'time-unit', unit: unitOf(token.kind), span: token.span }
    case '*':
      return parseStar(state)
    default:
      return reportMissingExpression(state)
  }
}

export function unitOf(kind: 'DD' | 'HH' | 'MI' | 'SS' | 'MS'): TimeUnit {
  const units = { DD: 'dd', HH: 'hh', MI: 'mi', SS: 'ss', MS: 'ms' } as const
  return units[kind]
}

function literalOfNumber(state: ParserState, token: Token): Expression {
  return token.kind === 'integer' ? integerLiteral(token) : numberLiteral(state.cursor, token)
}

function parseParenthesized(state: ParserState): Expression {
  const { cursor } = state
  const open = cursor.next()
  const expression = state.expression()
  const height = state.height
  expect(state, ')', '`)`')
  state.height = height + 1
  return { kind: 'parenthesized', expression, span: cursor.spanFrom(open.span.start) }
}

/** `name`, `qualifier.name`, `qualifier.*`. A dot that no name follows is swallowed: `a.` is `a`. */
function parseName(state: ParserState, isMember: boolean): Expression {
  const { cursor } = state
  const first = cursor.next()
  const start = first.span.start
  if (isMember || cursor.accept('.') === undefined) {
    // A star in backticks is still a star.
    if (first.text === '*' && !isMember)
      return { kind: 'wildcard', except: [], replace: [], span: first.span }
    return { kind: 'column', name: first.text, span: first.span }
  }
  const qualifier: Identifier = { name: first.text, span: first.span }
  const second = cursor.peek()
  if (second.kind !== 'identifier' && second.kind !== '*') {
    return { kind: 'column', name: first.text, span: cursor.spanFrom(start) }
  }
  cursor.next()
  const span = cursor.spanFrom(start)
  if (second.text === '*') return { kind: 'wildcard', qualifier, except: [], replace: [], span }
  return { kind: 'column', qualifier, name: second.text, span }
}
