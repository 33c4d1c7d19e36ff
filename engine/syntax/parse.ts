import { suggest } from '../base/text.ts'
import type { CallExpression, Expression, Statement, WindowClause } from './ast.ts'
import { syntaxCodes } from './codes.ts'
import type { Diagnostic } from './diagnostic.ts'
import { tokenize } from './lexer.ts'
import { parseCreate } from './parser/create.ts'
import { Cursor, describe } from './parser/cursor.ts'
import { parseExpression } from './parser/expression.ts'
import { parseOperand } from './parser/operand.ts'
import { reportBadToken, type ParserState } from './parser/parser-state.ts'
import { parseSelect } from './parser/select.ts'
import { parseNamedStatement, parseShow } from './parser/source-name.ts'

export interface ParseResult {
  /** Undefined only where the text does not begin with a statement's first word. */
  readonly statement: Statement | undefined
  /** Errors in text order. Parts with errors are in the tree as far as they could be read. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Parses one statement as eKuiper does: SELECT, CREATE, DROP, DESCRIBE, EXPLAIN or SHOW. Never throws.
 * What eKuiper's own parser checks with knowledge of functions is in `#engine/language`.
 */
export function parse(text: string): ParseResult {
  const state = createState(text)
  const statement = parseStatement(state)
  return { statement, diagnostics: state.cursor.diagnostics }
}

export interface ExpressionResult {
  readonly expression: Expression
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses a text that is one expression. */
export function parseExpressionText(text: string): ExpressionResult {
  const state = createState(text)
  const expression = state.expression()
  reportRest(state)
  return { expression, diagnostics: state.cursor.diagnostics }
}

/** Parses the expression a text begins with; what follows is ignored, as in a graph rule's conditions. */
export function parseLeadingExpression(text: string): ExpressionResult {
  const state = createState(text)
  const expression = state.expression()
  return { expression, diagnostics: state.cursor.diagnostics }
}

function createState(text: string): ParserState {
  const state: ParserState = {
    cursor: new Cursor(text, tokenize(text)),
    expression: () => parseExpression(state),
    operand: (isMember) => parseOperand(state, isMember),
    windows: new Map<CallExpression, WindowClause>(),
    nesting: 0,
    height: 1,
  }
  return state
}

const statementWords = ['SELECT', 'CREATE', 'DROP', 'DESCRIBE', 'EXPLAIN', 'SHOW']

function parseStatement(state: ParserState): Statement | undefined {
  const { cursor } = state
  const token = cursor.peek()
  switch (token.text.toUpperCase()) {
    case 'SELECT':
      return parseSelect(state)
    case 'CREATE':
      return parseCreate(state)
    case 'DROP':
      return parseNamedStatement(state, 'drop')
    case 'DESCRIBE':
      return parseNamedStatement(state, 'describe')
    case 'EXPLAIN':
      return parseNamedStatement(state, 'explain')
    case 'SHOW':
      return parseShow(state)
    default:
      reportNoStatement(cursor)
      return undefined
  }
}

function reportNoStatement(cursor: Cursor): void {
  const token = cursor.peek()
  const near = suggest(token.text, statementWords)
  const message =
    token.kind === 'end'
      ? 'the text has no statement'
      : `expected a statement, found ${describe(cursor, token)}`
  cursor.report(syntaxCodes.noStatement, message, token.span, {
    hint: near === undefined ? 'A rule starts with SELECT.' : `Did you mean ${near}?`,
    ...(near === undefined
      ? {}
      : { fixes: [{ title: `Write ${near}`, edits: [{ span: token.span, text: near }] }] }),
  })
}

function reportRest(state: ParserState): void {
  const { cursor } = state
  if (cursor.kind() === 'end') return
  const found = describe(cursor, cursor.peek())
  reportBadToken(cursor, `expected the end of the expression, found ${found}`, {
    code: syntaxCodes.textAfterStatement,
  })
}
