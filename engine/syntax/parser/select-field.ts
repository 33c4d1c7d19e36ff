import type { Identifier, SelectField } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { isKeyword } from '../token.ts'
import { describe } from './cursor.ts'
import { reportBadToken, type ParserState } from './parser-state.ts'

/** `expression [AS alias] [INVISIBLE]`. */
export function parseSelectField(state: ParserState): SelectField {
  const { cursor } = state
  const start = cursor.peek().span.start
  const expression = state.expression()
  const alias = parseAlias(state)
  if (alias !== undefined && expression.kind === 'wildcard') {
    cursor.report(syntaxCodes.aliasOfStar, 'a star cannot have an alias', alias.span, {
      hint: 'Name single columns instead.',
    })
  }
  const isInvisible = cursor.accept('INVISIBLE') !== undefined
  const span = cursor.spanFrom(start)
  return alias === undefined || alias.name === ''
    ? { expression, isInvisible, span }
    : { expression, alias, isInvisible, span }
}

function parseAlias(state: ParserState): Identifier | undefined {
  const { cursor } = state
  if (cursor.accept('AS') === undefined) return undefined
  const token = cursor.peek()
  if (token.kind === 'identifier') {
    cursor.next()
    return { name: token.text, span: token.span }
  }
  if (isKeyword(token.kind) && token.kind !== 'FROM') {
    const written = cursor.text.slice(token.span.start, token.span.end)
    const text = `\`${written}\``
    cursor.report(
      syntaxCodes.expectedAlias,
      `${text} is a keyword and cannot be an alias as it is`,
      token.span,
      {
        hint: 'Put it in backticks.',
        fixes: [{ title: `Write ${text}`, edits: [{ span: token.span, text }] }],
      },
    )
    cursor.next()
    return { name: written, span: token.span }
  }
  const found = describe(cursor, token)
  reportBadToken(cursor, `expected an alias after AS, found ${found}`, {
    code: syntaxCodes.expectedAlias,
  })
  return undefined
}
