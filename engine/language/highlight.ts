import { tokenize } from '../syntax/lexer.ts'
import { isWindowName } from '../syntax/parser/window.ts'
import type { Span } from '../syntax/span.ts'
import { isKeyword, type Token } from '../syntax/token.ts'

export type TokenClass =
  | 'keyword'
  | 'function'
  | 'window'
  | 'unit'
  | 'name'
  | 'text'
  | 'number'
  | 'comment'
  | 'operator'
  | 'error'

export interface ClassifiedToken {
  readonly span: Span
  readonly class: TokenClass
}

/** Every token with the class it is coloured by; what lies behind a `;` is a comment, as it is ignored. */
export function highlight(text: string): readonly ClassifiedToken[] {
  const tokens = tokenize(text)
  const end = tokens.find(({ kind }) => kind === ';')?.span.end
  return tokens.flatMap((token, index): readonly ClassifiedToken[] => {
    if (token.kind === 'end') return []
    const isIgnored = end !== undefined && token.span.start >= end
    return [
      {
        span: token.span,
        class: isIgnored ? 'comment' : classOf(token, tokens[index + 1], index === 0),
      },
    ]
  })
}

const definitionWords: ReadonlySet<string> = new Set([
  'CREATE', 'DROP', 'DESCRIBE', 'EXPLAIN', 'SHOW', 'STREAM', 'TABLE', 'STREAMS', 'TABLES', 'WITH',
  'BIGINT', 'FLOAT', 'STRING', 'DATETIME', 'BOOLEAN', 'BYTEA', 'ARRAY', 'STRUCT',
]) // prettier-ignore

function classOf(token: Token, next: Token | undefined, isFirst: boolean): TokenClass {
  switch (token.kind) {
    case 'identifier':
      return classOfName(token, next, isFirst)
    case 'string':
    case 'single-quoted':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'comment':
      return 'comment'
    case 'bad-string':
    case 'bad-escape':
    case 'bad-comment':
    case 'illegal':
      return 'error'
    case 'DD':
    case 'HH':
    case 'MI':
    case 'SS':
    case 'MS':
      return 'unit'
    default:
      return isKeyword(token.kind) ? 'keyword' : 'operator'
  }
}

function classOfName(token: Token, next: Token | undefined, isFirst: boolean): TokenClass {
  const word = token.text.toUpperCase()
  const isCall = next?.kind === '('
  if (isCall && isWindowName(token.text)) return 'window'
  const isWord = definitionWords.has(word) && token.span.end - token.span.start === word.length
  if (isWord && (isFirst || isCall || word === 'STREAM' || word === 'TABLE')) return 'keyword'
  if (isCall) return 'function'
  return isWord && next?.kind !== '.' && /^[A-Z]+$/.test(token.text) ? 'keyword' : 'name'
}
