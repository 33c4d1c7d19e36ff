import { suggest } from '../../base/text.ts'
import type {
  DescribeStatement,
  DropStatement,
  ExplainStatement,
  Identifier,
  ShowStatement,
  SourceKind,
} from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Cursor } from './cursor.ts'
import { describe } from './cursor.ts'
import { reportBadToken, type ParserState } from './parser-state.ts'

/** Takes a word of the stream language, in any case. These words are ordinary names elsewhere. */
export function takeWord(cursor: Cursor, word: string): boolean {
  if (cursor.peek().text.toUpperCase() !== word) return false
  cursor.next()
  return true
}

export function parseSourceKind(state: ParserState): SourceKind {
  return parseOneOf(state, { STREAM: 'stream', TABLE: 'table' })
}

function parseOneOf(state: ParserState, words: Readonly<Record<string, SourceKind>>): SourceKind {
  const { cursor } = state
  const token = cursor.peek()
  const kind = words[token.text.toUpperCase()]
  if (kind !== undefined) {
    cursor.next()
    return kind
  }
  const names = Object.keys(words)
  const near = token.kind === 'identifier' ? suggest(token.text, names) : undefined
  reportBadToken(cursor, `expected ${names.join(' or ')}, found ${describe(cursor, token)}`, {
    code: syntaxCodes.expectedSourceKind,
    hint: near === undefined ? undefined : `Did you mean ${near}?`,
  })
  if (token.kind === 'identifier' && cursor.peek(1).kind === 'identifier') cursor.next()
  return 'stream'
}

export function parseSourceName(state: ParserState, kind: SourceKind): Identifier {
  const { cursor } = state
  const token = cursor.peek()
  if (token.kind === 'identifier') {
    cursor.next()
    return { name: token.text, span: token.span }
  }
  reportBadToken(cursor, `expected the ${kind}'s name, found ${describe(cursor, token)}`, {
    code: syntaxCodes.expectedToken,
    hint: /^[A-Z]+$/.test(token.kind) ? 'A keyword used as a name goes in backticks.' : undefined,
  })
  const start = token.span.start
  return { name: '', span: { start, end: start } }
}

/** DROP, DESCRIBE, EXPLAIN: text behind the name is ignored, as in eKuiper. */
export function parseNamedStatement(
  state: ParserState,
  kind: 'drop' | 'describe' | 'explain',
): DropStatement | DescribeStatement | ExplainStatement {
  const { cursor } = state
  const start = cursor.next().span.start
  const sourceKind = parseSourceKind(state)
  const name = parseSourceName(state, sourceKind)
  return { kind, sourceKind, name, span: cursor.spanFrom(start) }
}

export function parseShow(state: ParserState): ShowStatement {
  const { cursor } = state
  const start = cursor.next().span.start
  const sourceKind = parseOneOf(state, { STREAMS: 'stream', TABLES: 'table' })
  if (cursor.kind() !== 'end' && cursor.kind() !== ';') {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected the end of the statement, found ${found}`, {
      code: syntaxCodes.textAfterStatement,
    })
  }
  return { kind: 'show', sourceKind, span: cursor.spanFrom(start) }
}
