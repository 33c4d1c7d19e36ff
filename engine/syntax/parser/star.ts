import type { Identifier, SelectField, Wildcard } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import { describe } from './cursor.ts'
import { parseSelectField } from './select-field.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'

/** `* [EXCEPT(a, b)] [REPLACE(expression AS a)]`; a second one of a kind replaces the first. */
export function parseStar(state: ParserState): Wildcard {
  const { cursor } = state
  const star = cursor.next()
  let except: Identifier[] = []
  let replace: SelectField[] = []
  for (;;) {
    if (cursor.accept('EXCEPT') !== undefined) except = parseExcept(state)
    else if (cursor.accept('REPLACE') !== undefined) replace = parseReplace(state)
    else break
  }
  state.height = Math.max(1, state.height)
  return { kind: 'wildcard', except, replace, span: cursor.spanFrom(star.span.start) }
}

/** The commas are optional, and the list may be empty. */
function parseExcept(state: ParserState): Identifier[] {
  const { cursor } = state
  const names: Identifier[] = []
  if (!expect(state, '(', '`(` after EXCEPT')) return names
  for (;;) {
    const token = cursor.peek()
    if (token.kind === 'identifier') names.push({ name: token.text, span: token.span })
    else if (token.kind === ')') {
      cursor.next()
      return names
    } else if (token.kind !== ',') {
      const found = describe(cursor, token)
      reportBadToken(cursor, `expected a column name or \`)\` in EXCEPT, found ${found}`, {
        code: syntaxCodes.expectedToken,
        hint: 'EXCEPT takes plain column names.',
      })
      return names
    }
    cursor.next()
  }
}

function parseReplace(state: ParserState): SelectField[] {
  const { cursor } = state
  const fields: SelectField[] = []
  if (!expect(state, '(', '`(` after REPLACE')) return fields
  do fields.push(parseSelectField(state))
  while (cursor.accept(',') !== undefined)
  expect(state, ')', 'a comma or `)` in REPLACE')
  return fields
}
