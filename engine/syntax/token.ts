import type { Span } from './span.ts'

// prettier-ignore
/** The words that are keywords in any case and need backticks as names. */
export const keywords = [
  'SELECT', 'AS', 'FROM', 'WHERE', 'AND', 'OR', 'GROUP', 'HAVING', 'ORDER', 'BY', 'DESC', 'ASC',
  'FILTER', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'JOIN', 'ON', 'CASE', 'WHEN', 'THEN',
  'DEFAULT', 'ELSE', 'END', 'IN', 'NOT', 'BETWEEN', 'LIKE', 'OVER', 'PARTITION', 'REPLACE',
  'EXCEPT', 'INVISIBLE', 'TRUE', 'FALSE', 'DD', 'HH', 'MI', 'SS', 'MS', 'LIMIT',
] as const

export type Keyword = (typeof keywords)[number]

// prettier-ignore
export type Punctuation =
  | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '->'
  | '.' | ',' | '(' | ')' | '[' | ']' | ':' | '#' | ';'

export type TokenKind =
  | Keyword
  | Punctuation
  | 'identifier'
  /** A double-quoted text. */
  | 'string'
  /** A text in single quotes; the same value as a double-quoted one, but refused as an option's value. */
  | 'single-quoted'
  | 'integer'
  | 'number'
  | 'comment'
  | 'bad-string'
  | 'bad-escape'
  | 'bad-comment'
  | 'illegal'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** The name, the text's value, the digits; keywords in upper case; otherwise as written. */
  readonly text: string
  readonly span: Span
}

const keywordSet: ReadonlySet<string> = new Set(keywords)

export function isKeyword(upperCaseWord: string): upperCaseWord is Keyword {
  return keywordSet.has(upperCaseWord)
}
