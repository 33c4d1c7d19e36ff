import { quote } from '../base/quote.ts'
import { TemplateSyntaxError, tokenize, type Token, type TokenKind } from './lexer.ts'

/** The tokens of a template, one after the other, and how to complain about them. */
export class TokenReader {
  protected readonly source: string
  protected next = 0
  private readonly tokens: readonly Token[]

  constructor(source: string) {
    this.source = source
    this.tokens = tokenize(source)
  }

  protected peek(): Token {
    return this.tokens[this.next] ?? endToken
  }

  protected take(): Token {
    const token = this.peek()
    this.next++
    return token
  }

  protected expectClose(context: string): void {
    const token = this.take()
    if (token.kind !== 'close') this.failUnexpected(token, context)
  }

  protected failUnexpected(token: Token, context: string): never {
    const names: Partial<Record<TokenKind, string>> = { end: 'EOF', keyword: `<${token.text}>` }
    this.failAt(token, `unexpected ${names[token.kind] ?? quote(token.text)} in ${context}`)
  }

  protected failAt(token: Token, message: string): never {
    this.fail(token.at, token.at + token.text.length, message)
  }

  protected fail(at: number, end: number, message: string): never {
    throw new TemplateSyntaxError(message, at, end)
  }
}

const endToken: Token = { kind: 'end', text: '', at: 0, isSpaced: false }
