import { quote } from '../base/quote.ts'
import type { Token } from './lexer.ts'
import { unquoteLiteral } from './literal.ts'
import type { Command, Operand, Pipe } from './node.ts'
import { parseNumberLiteral } from './number-literal.ts'
import { TokenReader } from './token-reader.ts'
import { Variables } from './variables.ts'

/** Pipelines, commands and operands: what stands inside of an action. */
export class PipeParser extends TokenReader {
  protected variables = new Variables()
  private readonly isFunction: (name: string) => boolean

  constructor(source: string, isFunction: (name: string) => boolean) {
    super(source)
    this.isFunction = isFunction
  }

  /** A pipeline up to the closing delimiter, or to the right paren where `context` says so. */
  protected parsePipe(context: string): Pipe {
    const start = this.peek()
    const declared = this.parseDeclaration(context)
    const before = this.variables.expect(declared.names)
    const commands: Command[] = []
    const end = context === 'parenthesized pipeline' ? 'right-paren' : 'close'
    for (;;) {
      const token = this.peek()
      if (token.kind === end) {
        if (commands.length === 0) this.failAt(token, `missing value for ${context}`)
        this.take()
        this.checkPipeline(commands)
        const slots = this.variables.settle(declared.names, declared.isAssignment, before)
        return {
          variables: slots,
          commands,
          at: start.at,
          text: this.source.slice(start.at, token.at).trim(),
        }
      }
      commands.push(this.parseCommand())
    }
  }

  private parseDeclaration(context: string): Declaration {
    const names: string[] = []
    const from = this.next
    while (this.peek().kind === 'variable') {
      const name = this.take()
      const operator = this.peek()
      if (operator.kind === 'declare' || operator.kind === 'assign') {
        this.take()
        names.push(name.text)
        const isAssignment = operator.kind === 'assign'
        return { names, isAssignment }
      }
      const isPair = operator.kind === 'comma' && context === 'range' && names.length === 0
      if (!isPair) {
        if (operator.kind === 'comma') this.failAt(operator, `too many declarations in ${context}`)
        break
      }
      this.take()
      names.push(name.text)
      const second = this.peek()
      if (second.kind !== 'variable') {
        this.failAt(second, `range can only initialize variables`)
      }
    }
    this.next = from
    return { names: [], isAssignment: false }
  }

  private checkPipeline(commands: readonly Command[]): void {
    for (const command of commands.slice(1)) {
      const [first] = command.operands
      const isValue = ['boolean', 'dot', 'nil', 'number', 'string'].includes(first.kind)
      if (isValue) {
        const place = commands.indexOf(command) + 1
        this.fail(first.at, first.at, `non executable command in pipeline stage ${place}`)
      }
    }
  }

  private parseCommand(): Command {
    const start = this.peek()
    const operands: Operand[] = []
    for (;;) {
      const operand = this.parseOperand()
      if (operand !== undefined) operands.push(operand)
      const token = this.peek()
      if (token.kind === 'pipe') {
        this.take()
        break
      }
      if (token.kind === 'close' || token.kind === 'right-paren') break
      if (operand === undefined || !token.isSpaced) this.failUnexpected(token, 'operand')
    }
    const [first, ...others] = operands
    if (first === undefined) this.failAt(start, 'empty command')
    return {
      operands: [first, ...others],
      at: start.at,
      text: operands.map(({ text }) => text).join(' '),
    }
  }

  private parseOperand(): Operand | undefined {
    const term = this.parseTerm()
    if (term === undefined) return undefined
    const first = this.peek()
    if (first.kind !== 'field' || first.isSpaced) return term
    const names: string[] = []
    while (this.peek().kind === 'field' && !this.peek().isSpaced) {
      names.push(this.take().text.slice(1))
    }
    const suffix = names.map((name) => `.${name}`).join('')
    const at = first.at
    const text = term.text + suffix
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { ...term, names: [...term.names, ...names], at, text }
      case 'boolean':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.failAt(first, `unexpected . after term ${quote(term.text)}`)
      default:
        return { kind: 'chain', base: term, names, at, text }
    }
  }

  private parseTerm(): Operand | undefined {
    const token = this.peek()
    const place = { at: token.at, text: token.text }
    switch (token.kind) {
      case 'identifier':
        if (!this.isFunction(token.text)) {
          this.failAt(token, `function ${quote(token.text)} not defined`)
        }
        this.take()
        return { kind: 'function', name: token.text, ...place }
      case 'dot':
      case 'nil':
        this.take()
        return { kind: token.kind, ...place }
      case 'field':
        this.take()
        return { kind: 'field', names: [token.text.slice(1)], ...place }
      case 'variable':
        this.take()
        return { kind: 'variable', slot: this.findVariable(token), names: [], ...place }
      case 'boolean':
        this.take()
        return { kind: 'boolean', value: token.text === 'true', ...place }
      case 'string':
      case 'raw-string':
        this.take()
        return { kind: 'string', value: this.unquote(token), ...place }
      case 'number':
      case 'character':
        this.take()
        return { kind: 'number', ...this.parseNumber(token), ...place }
      case 'left-paren': {
        this.take()
        const pipe = this.parsePipe('parenthesized pipeline')
        return { kind: 'pipe', pipe, at: token.at, text: `(${pipe.text})` }
      }
      default:
        return undefined
    }
  }

  private findVariable(token: Token): number {
    const slot = this.variables.find(token.text)
    if (slot === undefined) this.failAt(token, `undefined variable ${quote(token.text)}`)
    return slot
  }

  private parseNumber(token: Token): {
    isFloat: boolean
    float: number
    integer: bigint | undefined
  } {
    if (token.kind === 'character') {
      const value = unquoteLiteral(token.text)
      const point =
        value === undefined || [...value].length !== 1 ? undefined : value.codePointAt(0)
      if (point === undefined) this.failAt(token, `malformed character constant: ${token.text}`)
      return { isFloat: false, float: point, integer: BigInt(point) }
    }
    const number = parseNumberLiteral(token.text)
    if (number === undefined) this.failAt(token, `illegal number syntax: ${quote(token.text)}`)
    return number
  }

  protected unquote(token: Token): string {
    const value = unquoteLiteral(token.text)
    if (value === undefined) this.failAt(token, 'invalid syntax')
    return value
  }
}

interface Declaration {
  readonly names: readonly string[]
  readonly isAssignment: boolean
}
