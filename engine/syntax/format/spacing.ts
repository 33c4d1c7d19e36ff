import { isKeyword, type Token } from '../token.ts'

/** Where a token stands: what is to the left decides about blanks. */
export interface Place {
  readonly previous: Token | undefined
  /** Whether the token before is a sign: a minus in front of a number, with no operand before it. */
  readonly isAfterSign: boolean
  /** In the name of a source, whose pieces `/`, `#` and `+` stand close. */
  readonly isSourceName: boolean
  /** In a CREATE statement, whose names are no functions. */
  readonly isDefinition: boolean
}

const closeNames: ReadonlySet<string> = new Set(['EXCEPT', 'REPLACE', 'identifier'])
const pathPieces: ReadonlySet<string> = new Set(['/', '#', '+'])

/** Whether a blank goes before `token`. Where leaving it out would join two tokens it is always there. */
export function needsBlank(token: Token, place: Place): boolean {
  const { previous, isAfterSign, isSourceName, isDefinition } = place
  if (previous === undefined) return false
  if (previous.kind === 'comment' || token.kind === 'comment') return true
  if (isSourceName && (pathPieces.has(token.kind) || pathPieces.has(previous.kind))) {
    return isName(token) && isName(previous)
  }
  switch (token.kind) {
    case ',':
    case ')':
    case ']':
    case ';':
      return false
    case '(':
      if (isDefinition) return !/^(array|struct|\()$/i.test(previous.text)
      return !closeNames.has(previous.kind) && previous.kind !== '('
    case '[':
      return !isOperandEnd(previous)
    case '.':
      return isNumber(previous)
    case '->':
    case ':':
      return false
    default:
      return needsBlankAfter(previous, token, isAfterSign)
  }
}

function needsBlankAfter(previous: Token, token: Token, isAfterSign: boolean): boolean {
  switch (previous.kind) {
    case '(':
    case '[':
    case ':':
    case '->':
      return false
    case '.':
      return isNumber(token)
    case '-':
      return !isAfterSign
    default:
      return true
  }
}

/** Whether an operand ends with this token, so that a minus behind it subtracts. */
export function isOperandEnd(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (isNumber(token) || isName(token)) return true
  return [
    ')',
    ']',
    'string',
    'single-quoted',
    'TRUE',
    'FALSE',
    'END',
    'DD',
    'HH',
    'MI',
    'SS',
    'MS',
  ].includes(token.kind)
}

function isNumber(token: Token): boolean {
  return token.kind === 'integer' || token.kind === 'number'
}

function isName(token: Token): boolean {
  return token.kind === 'identifier'
}

const joinWords: ReadonlySet<string> = new Set(['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS'])
const clauseWords: ReadonlySet<string> = new Set([
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
])

/** Whether a line starts with this token, outside of parentheses. */
export function startsClause(token: Token): boolean {
  return isKeyword(token.kind) && (clauseWords.has(token.kind) || joinWords.has(token.kind))
}
