import { suggest } from '../../base/text.ts'
import type {
  Expression,
  OrderItem,
  SelectField,
  SelectStatement,
  TableReference,
  WindowClause,
} from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Token } from '../token.ts'
import { describe } from './cursor.ts'
import { parseJoins, parseTableReference } from './from.ts'
import { parseOrderItems, reportOrderStart } from './order.ts'
import { expect, reportBadToken, type ParserState } from './parser-state.ts'
import { parseSelectField } from './select-field.ts'

const clauseWords = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT'] as const

/** The clauses in their one order; `;` ends the statement and everything behind it is ignored. */
export function parseSelect(state: ParserState): SelectStatement {
  const { cursor } = state
  const start = cursor.next().span.start
  const fields = parseFields(state)
  const from = parseFrom(state)
  const joins = parseJoins(state)
  const tail = parseTail(state)
  const hasSemicolon = cursor.kind() === ';'
  if (!hasSemicolon) parseRest(state)
  return {
    kind: 'select',
    span: cursor.spanFrom(start),
    fields,
    from,
    joins,
    ...tail,
    hasSemicolon,
  }
}

function parseFields(state: ParserState): readonly SelectField[] {
  const fields = [parseSelectField(state)]
  while (state.cursor.accept(',') !== undefined) fields.push(parseSelectField(state))
  return fields
}

function parseFrom(state: ParserState): TableReference {
  const { cursor } = state
  if (cursor.accept('FROM') === undefined) recoverFrom(state)
  return parseTableReference(state)
}

function recoverFrom(state: ParserState): void {
  const { cursor } = state
  const token = cursor.peek()
  const isMisspelt = token.kind === 'identifier' && suggest(token.text, ['FROM']) !== undefined
  const message = `expected a comma or FROM, found ${describe(cursor, token)}`
  if (isMisspelt) {
    cursor.report(syntaxCodes.expectedToken, message, token.span, {
      hint: 'Did you mean FROM?',
      fixes: [{ title: 'Write FROM', edits: [{ span: token.span, text: 'FROM' }] }],
    })
    cursor.next()
    return
  }
  reportBadToken(cursor, message, { code: syntaxCodes.expectedToken, hint: fromHint(token) })
  cursor.skipTo((candidate) => clauseWords.some((word) => word === candidate.kind))
  cursor.accept('FROM')
}

function fromHint(token: Token): string | undefined {
  switch (token.kind) {
    case 'identifier':
      return 'An alias needs AS; fields are separated by commas.'
    case 'FILTER':
      return 'FILTER is only possible after a window, not after an aggregate.'
    case 'AS':
      return 'INVISIBLE comes after the alias.'
    default:
      return undefined
  }
}

type Tail = Pick<SelectStatement, 'where' | 'groupBy' | 'having' | 'orderBy' | 'limit'>

function parseTail(state: ParserState): Tail {
  const { cursor } = state
  const where = cursor.accept('WHERE') === undefined ? undefined : state.expression()
  const groupBy = cursor.kind() === 'GROUP' ? parseGroupBy(state) : []
  const having = cursor.accept('HAVING') === undefined ? undefined : state.expression()
  const hasOrder = cursor.kind() === 'ORDER'
  const orderBy: readonly OrderItem[] = hasOrder ? parseOrderItems(state) : []
  const limit = cursor.accept('LIMIT') === undefined ? undefined : parseLimit(state)
  if (hasOrder && cursor.kind() !== 'end' && cursor.kind() !== ';' && limit === undefined) {
    if (!isClauseWord(cursor.peek())) reportOrderStart(state)
  }
  return {
    ...(where === undefined ? {} : { where }),
    groupBy,
    ...(having === undefined ? {} : { having }),
    orderBy,
    ...(limit === undefined ? {} : { limit }),
  }
}

function parseGroupBy(state: ParserState): readonly (Expression | WindowClause)[] {
  const { cursor } = state
  cursor.next()
  expect(state, 'BY', 'BY after GROUP')
  const items: (Expression | WindowClause)[] = []
  do {
    const expression = state.expression()
    const window = expression.kind === 'call' ? state.windows.get(expression) : undefined
    items.push(window ?? expression)
  } while (cursor.accept(',') !== undefined)
  return items
}

function parseLimit(state: ParserState): SelectStatement['limit'] {
  const { cursor } = state
  const expression = state.expression()
  if (expression.kind === 'integer') return { value: expression.value, span: expression.span }
  if (expression.kind !== 'error') {
    cursor.report(syntaxCodes.limitNotInteger, 'LIMIT takes an integer literal', expression.span)
  }
  return undefined
}

function isClauseWord(token: Token): boolean {
  return clauseWords.some((word) => word === token.kind) || token.kind.endsWith('JOIN')
}

/** Text behind the last clause is an error; clauses in it are still parsed for their own errors. */
function parseRest(state: ParserState): void {
  const { cursor } = state
  while (cursor.kind() !== 'end' && cursor.kind() !== ';') {
    const token = cursor.peek()
    const found = describe(cursor, token)
    if (isClauseWord(token) || ['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS'].includes(token.kind)) {
      cursor.report(
        syntaxCodes.clauseOutOfOrder,
        `${token.kind} is not possible here`,
        token.span,
        {
          hint: 'The order is SELECT, FROM, JOIN, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, each once.',
        },
      )
      if (token.kind === 'FROM' || token.kind === 'JOIN') cursor.next()
      parseJoins(state)
      parseTail(state)
    } else {
      reportBadToken(cursor, `expected the end of the statement, found ${found}`, {
        code: syntaxCodes.textAfterStatement,
        hint: restHint(cursor.text.slice(token.span.start, token.span.end)),
      })
      cursor.next()
      cursor.skipTo(isClauseWord)
    }
  }
}

function restHint(written: string): string | undefined {
  switch (written.toUpperCase()) {
    case 'IS':
      return 'There is no IS NULL: write isnull(x) = true.'
    case 'OFFSET':
    case ',':
      return undefined
    case 'JOIN':
      return 'A join is INNER JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN or CROSS JOIN.'
    case 'SELECT':
      return 'There are no sub-selects and no UNION.'
    default:
      return undefined
  }
}
