/** The tokens of a template's actions, and the text between them. */
export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'number'
  | 'character'
  | 'string'
  | 'raw-string'
  | 'boolean'
  | 'nil'
  | 'dot'
  | 'declare'
  | 'assign'
  | 'pipe'
  | 'comma'
  | 'left-paren'
  | 'right-paren'
  | 'other'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Offset in the template. */
  readonly at: number
  /** Whether blanks stand in front of it: they end an operand. */
  readonly isSpaced: boolean
}

/** A template that does not parse. `at` and `end` are offsets in its text. */
export class TemplateSyntaxError extends Error {
  readonly at: number
  readonly end: number
  constructor(message: string, at: number, end: number) {
    super(message)
    this.name = 'TemplateSyntaxError'
    this.at = at
    this.end = end
  }
}

export const keywords: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
])

const blank = /[ \t\r\n]/

/** Cuts a template into tokens; throws TemplateSyntaxError at the first that cannot be one. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let trimNext = false
  for (;;) {
    const open = source.indexOf('{{', at)
    const end = open < 0 ? source.length : open
    const trimLeft = open >= 0 && isTrimMarker(source, open + 2)
    let text = source.slice(at, end)
    if (trimNext) text = text.replace(/^[ \t\r\n]+/, '')
    if (trimLeft) text = text.replace(/[ \t\r\n]+$/, '')
    if (text !== '') tokens.push({ kind: 'text', text, at: end - text.length, isSpaced: false })
    if (open < 0) break
    const inside = open + (trimLeft ? 3 : 2)
    const comment = readComment(source, inside)
    if (comment !== undefined) {
      at = comment.end
      trimNext = comment.trimsRight
      continue
    }
    tokens.push({ kind: 'open', text: '{{', at: open, isSpaced: false })
    const closed = readAction(source, inside, tokens)
    at = closed.end
    trimNext = closed.trimsRight
  }
  tokens.push({ kind: 'end', text: '', at: source.length, isSpaced: false })
  return tokens
}

/** `{{- ` trims only where a blank follows: `{{-3}}` is a number. */
export function isTrimMarker(source: string, at: number): boolean {
  return source[at] === '-' && blank.test(source[at + 1] ?? '')
}

export interface Closed {
  readonly end: number
  readonly trimsRight: boolean
}

/** A comment has its action for itself, with nothing but the blank of a trim marker in front. */
function readComment(source: string, at: number): Closed | undefined {
  const from = source[at - 1] === '-' ? at + 1 : at
  if (!source.startsWith('/*', from)) return undefined
  const close = source.indexOf('*/', from + 2)
  if (close < 0) throw new TemplateSyntaxError('unclosed comment', from, source.length)
  const delimiter = readClose(source, close + 2)
  if (delimiter === undefined) {
    throw new TemplateSyntaxError('comment ends before closing delimiter', from, close + 2)
  }
  return delimiter
}

/** The end of an action at `at`, where there is one. */
export function readClose(source: string, at: number): Closed | undefined {
  if (source.startsWith('}}', at)) return { end: at + 2, trimsRight: false }
  if (blank.test(source[at] ?? '') && source.startsWith('-}}', at + 1)) {
    return { end: at + 4, trimsRight: true }
  }
  return undefined
}

const fixedTokens: readonly (readonly [string, TokenKind])[] = [
  [':=', 'declare'],
  ['=', 'assign'],
  ['|', 'pipe'],
  [',', 'comma'],
]

function readAction(source: string, from: number, tokens: Token[]): Closed {
  let at = from
  let parens = 0
  for (;;) {
    const start = at
    while (blank.test(source[at] ?? '') && readClose(source, at) === undefined) at++
    const close = readClose(source, at)
    if (close !== undefined) {
      if (parens > 0) throw new TemplateSyntaxError('unclosed left paren', from, at)
      tokens.push({ kind: 'close', text: '}}', at: close.end - 2, isSpaced: at > start })
      return close
    }
    if (at >= source.length)
      throw new TemplateSyntaxError('unclosed action', from - 2, source.length)
    const token = readToken(source, at, at > start)
    if (token.kind === 'left-paren') parens++
    if (token.kind === 'right-paren' && --parens < 0) {
      throw new TemplateSyntaxError('unexpected right paren', at, at + 1)
    }
    tokens.push(token)
    at += token.text.length
  }
}

/** The token at `at`, where no blank stands; throws TemplateSyntaxError. */
export function readToken(source: string, at: number, isSpaced: boolean): Token {
  const make = (kind: TokenKind, text: string): Token => ({ kind, text, at, isSpaced })
  for (const [text, kind] of fixedTokens) if (source.startsWith(text, at)) return make(kind, text)
  const character = source[at] ?? ''
  if (character === '(') return make('left-paren', '(')
  if (character === ')') return make('right-paren', ')')
  if (character === '"') return make('string', readQuoted(source, at, '"'))
  if (character === "'") return make('character', readQuoted(source, at, "'"))
  if (character === '`') return make('raw-string', readRaw(source, at))
  if (character === '.' && !/\d/.test(source[at + 1] ?? '')) return readName(source, at, isSpaced)
  if (character === '$') return readName(source, at, isSpaced)
  if (/[-+.\d]/.test(character)) return make('number', readNumber(source, at))
  if (isNameCharacter(character)) return readName(source, at, isSpaced)
  const text = String.fromCodePoint(source.codePointAt(at) ?? 0)
  if (/[!-~]/.test(text)) return make('other', text)
  throw new TemplateSyntaxError(`unrecognized character in action: ${text}`, at, at + text.length)
}

function readQuoted(source: string, at: number, mark: string): string {
  for (let i = at + 1; i < source.length; i++) {
    const character = source[i]
    if (character === '\\' && source[i + 1] !== '\n') i++
    else if (character === '\n') break
    else if (character === mark) return source.slice(at, i + 1)
  }
  const what = mark === '"' ? 'quoted string' : 'character constant'
  throw new TemplateSyntaxError(`unterminated ${what}`, at, source.length)
}

function readRaw(source: string, at: number): string {
  const end = source.indexOf('`', at + 1)
  if (end < 0) throw new TemplateSyntaxError('unterminated raw quoted string', at, source.length)
  return source.slice(at, end + 1)
}

const numberPattern =
  /[-+]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][-+]?\d*)?|0[bB][01_]*|0[oO][0-7_]*|[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?[\d_]*)?)/y

function readNumber(source: string, at: number): string {
  numberPattern.lastIndex = at
  const text = numberPattern.exec(source)?.[0] ?? ''
  const next = source[at + text.length] ?? ''
  if (text === '' || !/\d/.test(text) || isNameCharacter(next)) {
    const bad = /^[^ \t\r\n}|)]*/.exec(source.slice(at))?.[0] ?? ''
    throw new TemplateSyntaxError(`bad number syntax: "${bad}"`, at, at + bad.length)
  }
  return text
}

/** Fields, variables and words; a name must end where something else may begin. */
function readName(source: string, at: number, isSpaced: boolean): Token {
  const first = source[at] ?? ''
  let end = first === '.' || first === '$' ? at + 1 : at
  while (isNameCharacter(source.charAt(end))) end++
  const text = source.slice(at, end)
  const next = source[end] ?? ''
  if (!(next === '' || /[ \t\r\n.,|:)(]/.test(next) || source.startsWith('}}', end))) {
    throw new TemplateSyntaxError(`bad character ${describe(next)}`, end, end + 1)
  }
  return { kind: nameKind(text, first), text, at, isSpaced }
}

function nameKind(text: string, first: string): TokenKind {
  if (first === '.') return text === '.' ? 'dot' : 'field'
  if (first === '$') return 'variable'
  if (text === 'true' || text === 'false') return 'boolean'
  if (text === 'nil') return 'nil'
  return keywords.has(text) ? 'keyword' : 'identifier'
}

function describe(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `U+${point} '${character}'`
}

function isNameCharacter(character: string): boolean {
  return character !== '' && /[\p{L}\p{Nd}_]/u.test(character)
}
