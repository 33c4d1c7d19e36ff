import type { Expression, Identifier, Join, JoinType, TableReference } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Token } from '../token.ts'
import { describe } from './cursor.ts'
import { reportBadToken, type ParserState } from './parser-state.ts'

/**
 * A source's name is any run of names, `/`, `#` and `+`, glued together; it may be empty. AS is only seen
 * after the first, third, ... piece, and more pieces may follow the alias.
 */
export function parseTableReference(state: ParserState): TableReference {
  const { cursor } = state
  const start = cursor.peek().span.start
  const pieces: string[] = []
  let alias: Identifier | undefined
  let nameEnd = start
  const take = (): void => {
    const piece = cursor.next()
    pieces.push(piece.text)
    nameEnd = piece.span.end
  }
  while (isNamePiece(cursor.peek())) {
    take()
    if (cursor.accept('AS') !== undefined) alias = parseTableAlias(state) ?? alias
    else if (isNamePiece(cursor.peek())) take()
    else break
  }
  const named = alias === undefined || alias.name === '' ? {} : { alias }
  const nameSpan = { start, end: nameEnd }
  return { name: pieces.join(''), ...named, span: cursor.spanFrom(start), nameSpan }
}

function isNamePiece(token: Token): boolean {
  return (
    token.kind === 'identifier' || token.kind === '/' || token.kind === '#' || token.kind === '+'
  )
}

function parseTableAlias(state: ParserState): Identifier | undefined {
  const { cursor } = state
  const token = cursor.accept('identifier')
  if (token !== undefined) return { name: token.text, span: token.span }
  const found = describe(cursor, cursor.peek())
  reportBadToken(cursor, `expected an alias after AS, found ${found}`, {
    code: syntaxCodes.expectedAlias,
  })
  return undefined
}

const joinTypes: Readonly<Record<string, JoinType>> = {
  INNER: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  FULL: 'full',
  CROSS: 'cross',
}

export function parseJoins(state: ParserState): Join[] {
  const { cursor } = state
  const joins: Join[] = []
  for (let type = joinTypes[cursor.kind()]; type !== undefined; type = joinTypes[cursor.kind()]) {
    joins.push(parseJoin(state, type))
  }
  return joins
}

function parseJoin(state: ParserState, type: JoinType): Join {
  const { cursor } = state
  const word = cursor.next()
  if (cursor.accept('JOIN') === undefined) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected JOIN after ${word.text}, found ${found}`, {
      code: syntaxCodes.expectedJoin,
      hint: 'The forms are INNER JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN and CROSS JOIN.',
    })
    cursor.skipTo((token) => token.kind === 'JOIN' || token.kind === 'ON' || token.kind === 'WHERE')
    cursor.accept('JOIN')
  }
  const table = parseTableReference(state)
  const on = parseOn(state, type)
  const span = cursor.spanFrom(word.span.start)
  return on === undefined ? { type, table, span } : { type, table, on, span }
}

function parseOn(state: ParserState, type: JoinType): Expression | undefined {
  const { cursor } = state
  const on = cursor.peek()
  if (cursor.accept('ON') === undefined) return undefined
  const condition = state.expression()
  if (type === 'cross') {
    const span = { start: on.span.start, end: condition.span.end }
    cursor.report(syntaxCodes.crossJoinWithOn, 'CROSS JOIN has no ON condition', span, {
      hint: 'Use INNER JOIN for a condition.',
      fixes: [{ title: 'Remove the condition', edits: [{ span, text: '' }] }],
    })
  }
  return condition
}
