import { unquoteGo } from './go-string.ts'
import { isKeyword, type Token, type TokenKind } from './token.ts'

/**
 * Splits a text the way eKuiper's scanner does, comments included, blanks left out. Blanks may stand
 * inside two-character operators (`- >`, `! =`, `- -` which is a comment). Never throws; the last token
 * is always `end`. A NUL character ends the text.
 */
export function tokenize(text: string): Token[] {
  const lexer = new Lexer(text)
  const tokens: Token[] = []
  for (;;) {
    const token = lexer.next()
    tokens.push(token)
    if (token.kind === 'end') return tokens
  }
}

class Lexer {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): Token {
    this.#skipBlanks()
    const start = this.#at
    if (start >= this.#text.length) return this.#token('end', '', start)
    const code = this.#text.charCodeAt(start)
    if (isLetter(code)) return this.#word(start)
    if (isDigit(code)) return this.#number(start, '')
    switch (code) {
      case 0:
        return { kind: 'end', text: '', span: { start, end: start } }
      case 34:
        return this.#string(start, false)
      case 39:
        return this.#string(start, true)
      case 96:
        return this.#quotedName(start)
      default:
        return this.#punctuation(start)
    }
  }

  #token(kind: TokenKind, text: string, start: number): Token {
    return { kind, text, span: { start, end: this.#at } }
  }

  #code(): number {
    return this.#at < this.#text.length ? this.#text.charCodeAt(this.#at) : -1
  }

  #skipBlanks(): void {
    while (isBlank(this.#code())) this.#at++
  }

  #word(start: number): Token {
    while (isWordPart(this.#code())) this.#at++
    const word = this.#text.slice(start, this.#at)
    // A NUL that ends a word is swallowed with it; only one in front of a token ends the text.
    if (this.#code() === 0) this.#at++
    const upper = word.length <= 9 ? word.toUpperCase() : word
    return isKeyword(upper)
      ? { kind: upper, text: upper, span: { start, end: start + word.length } }
      : { kind: 'identifier', text: word, span: { start, end: start + word.length } }
  }

  /** Digits and dots, any number of them: `1.2.3` is one (invalid) number. */
  #number(start: number, prefix: string): Token {
    const from = this.#at
    let hasDot = prefix.endsWith('.')
    for (;;) {
      const code = this.#code()
      if (code === 46) hasDot = true
      else if (!isDigit(code)) break
      this.#at++
    }
    const text = prefix + this.#text.slice(from, this.#at)
    return this.#token(hasDot ? 'number' : 'integer', text, start)
  }

  #quotedName(start: number): Token {
    let end = start + 1
    while (end < this.#text.length && !isNameEnd(this.#text.charCodeAt(end))) end++
    this.#at = Math.min(end + 1, this.#text.length)
    return this.#token('identifier', this.#text.slice(start + 1, end), start)
  }

  #string(start: number, isSingle: boolean): Token {
    const quote = isSingle ? "'" : '"'
    const close = this.#text.indexOf(quote, start + 1)
    const kind = isSingle ? 'single-quoted' : 'string'
    if (close > 0) {
      const plain = this.#text.slice(start + 1, close)
      if (!/["\\\n\0]/.test(plain)) {
        this.#at = close + 1
        return this.#token(kind, plain, start)
      }
    }
    return this.#escapedString(start, isSingle)
  }

  /**
   * The scanner's own state machine: single quotes are rewritten to double ones before Go unquotes the
   * text. After `\'` the next character still counts as escaped, so a quote there does not close.
   */
  #escapedString(start: number, isSingle: boolean): Token {
    const quote = isSingle ? 39 : 34
    let inside = ''
    let isEscaped = false
    this.#at = start + 1
    for (;;) {
      const code = this.#code()
      if (code === -1 || code === 0) return this.#token('bad-string', inside, start)
      this.#at++
      if (code === quote && !isEscaped) break
      if (code === 34 && !isEscaped) inside += '\\"'
      else if (code === 92 && !isEscaped) {
        isEscaped = true
        if (isSingle && this.#code() === 39) {
          inside += "'"
          this.#at++
        } else inside += '\\'
        continue
      } else inside += this.#text.charAt(this.#at - 1)
      isEscaped = false
    }
    const value = unquoteGo(inside)
    if (value === undefined) return this.#token('bad-escape', inside, start)
    return this.#token(isSingle ? 'single-quoted' : 'string', value, start)
  }

  #punctuation(start: number): Token {
    const character = this.#text.charAt(start)
    this.#at++
    switch (character) {
      case '!':
        return this.#followedBy('=') ? this.#token('!=', '!=', start) : this.#token('=', '=', start)
      case '<':
        return this.#followedBy('=') ? this.#token('<=', '<=', start) : this.#token('<', '<', start)
      case '>':
        return this.#followedBy('=') ? this.#token('>=', '>=', start) : this.#token('>', '>', start)
      case '-':
        return this.#minus(start)
      case '/':
        return this.#followedBy('*') ? this.#blockComment(start) : this.#token('/', '/', start)
      case '.':
        return isDigit(this.#code()) ? this.#number(start, '.') : this.#token('.', '.', start)
      case '=':
      case '+':
      case '*':
      case '%':
      case '&':
      case '|':
      case '^':
      case ',':
      case '(':
      case ')':
      case '[':
      case ']':
      case ':':
      case '#':
      case ';':
        return this.#token(character, character, start)
      default:
        return this.#illegal(start)
    }
  }

  /** Takes `character` if it comes next, blanks in front of it allowed; otherwise takes nothing. */
  #followedBy(character: string): boolean {
    const before = this.#at
    this.#skipBlanks()
    if (this.#text.charAt(this.#at) === character) {
      this.#at++
      return true
    }
    this.#at = before
    return false
  }

  #minus(start: number): Token {
    if (this.#followedBy('-')) return this.#lineComment(start)
    if (this.#followedBy('>')) return this.#token('->', '->', start)
    if (this.#followedBy('.')) {
      this.#skipBlanks()
      // A dot that no digit follows is lost: `a -.b` is `a - b`.
      return isDigit(this.#code()) ? this.#number(start, '-.') : this.#token('-', '-', start)
    }
    return this.#token('-', '-', start)
  }

  #lineComment(start: number): Token {
    while (this.#code() > 0 && this.#code() !== 10) this.#at++
    return this.#token('comment', this.#text.slice(start, this.#at), start)
  }

  #blockComment(start: number): Token {
    const close = this.#text.indexOf('*/', this.#at)
    const isClosed = close >= 0 && !this.#text.slice(this.#at, close).includes('\0')
    this.#at = isClosed ? close + 2 : this.#text.length
    const kind = isClosed ? 'comment' : 'bad-comment'
    return this.#token(kind, this.#text.slice(start, this.#at), start)
  }

  #illegal(start: number): Token {
    const character = String.fromCodePoint(this.#text.codePointAt(start) ?? 0)
    this.#at = start + character.length
    return this.#token('illegal', character, start)
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isWordPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 95
}

function isNameEnd(code: number): boolean {
  return code === 96 || code === 0
}
