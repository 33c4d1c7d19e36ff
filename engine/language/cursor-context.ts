import { tokenize } from '../syntax/lexer.ts'
import { isWindowName } from '../syntax/parser/window.ts'
import type { Span } from '../syntax/span.ts'
import { isKeyword, type Token } from '../syntax/token.ts'

export type CursorPlace = 'none' | 'statement' | 'source' | 'member' | 'unit' | 'expression'

/** What the text in front of the cursor asks for. */
export interface CursorContext {
  readonly place: CursorPlace
  /** The word the cursor stands at the end of or in. */
  readonly replaceSpan: Span
  /** The last clause word in front: SELECT, FROM, WHERE, GROUP, HAVING, ORDER, LIMIT, or ''. */
  readonly clause: string
  /** The name in front of the dot where `place` is `member`. */
  readonly qualifier: string
}

const clauseWords: ReadonlySet<string> = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
])

export function contextAt(text: string, offset: number): CursorContext {
  const tokens = tokenize(text.slice(0, offset))
  const last = tokens.at(-2)
  const isInWord = last !== undefined && last.span.end === offset && isWord(last)
  const start = isInWord ? last.span.start : offset
  const replaceSpan = { start, end: wordEnd(text, offset) }
  const before = tokens.slice(0, isInWord ? -2 : -1).filter(({ kind }) => kind !== 'comment')
  const clause = before.findLast((token) => clauseWords.has(token.kind))?.kind ?? ''
  const place = isInText(last, offset, text) ? 'none' : placeOf(before, clause)
  const qualifier = place === 'member' ? (before.at(-2)?.text ?? '') : ''
  return { place, replaceSpan, clause, qualifier }
}

function isWord(token: Token): boolean {
  return token.kind === 'identifier' || isKeyword(token.kind)
}

function wordEnd(text: string, offset: number): number {
  return offset + (/^[A-Za-z0-9_]*/.exec(text.slice(offset))?.[0].length ?? 0)
}

/** In a text that is not closed yet, a number or a comment nothing is offered. */
function isInText(token: Token | undefined, offset: number, text: string): boolean {
  if (token === undefined || token.span.end !== offset) return false
  if (token.kind === 'bad-string' || token.kind === 'bad-comment') return true
  if (token.kind === 'integer' || token.kind === 'number') return true
  return token.kind === 'comment' && text.charAt(token.span.start) === '-'
}

function placeOf(before: readonly Token[], clause: string): CursorPlace {
  const previous = before.at(-1)
  if (previous === undefined || before.every(({ kind }) => kind === ';')) return 'statement'
  if (before.some(({ kind }) => kind === ';')) return 'none'
  switch (previous.kind) {
    case '.':
      return 'member'
    case 'AS':
      return 'none'
    case 'FROM':
    case 'JOIN':
      return 'source'
    case '(':
      return isTimeWindow(before.at(-2)) ? 'unit' : 'expression'
    default:
      return clause === '' ? 'none' : 'expression'
  }
}

function isTimeWindow(token: Token | undefined): boolean {
  const name = token?.text ?? ''
  return isWindowName(name) && !/^(count|state)window$/i.test(name)
}
