import { quote } from '../base/quote.ts'
import { unquoteLiteral } from './literal.ts'
import { TemplateSyntaxError, tokenize, type Token, type TokenKind } from './lexer.ts'
import type {
  Body,
  Command,
  Node,
  Operand,
  Pipe,
  TemplateDefinition,
  TemplateTree,
} from './node.ts'
import { parseNumberLiteral } from './number-literal.ts'

/** The name of the template that an action's text itself is. */
export const mainTemplate = 'sink'

/** Parses a template; throws TemplateSyntaxError. `isFunction` tells which names may be called. */
export function parseTemplate(source: string, isFunction: (name: string) => boolean): TemplateTree {
  const parser = new Parser(source, isFunction)
  return parser.parse()
}

class Parser {
  private readonly source: string
  private readonly isFunction: (name: string) => boolean
  private readonly tokens: readonly Token[]
  private readonly templates = new Map<string, TemplateDefinition>()
  private next = 0
  /** The names of the variables that can be seen; their place is their slot. */
  private variables: string[] = ['$']
  private slots = 1
  private rangeDepth = 0

  constructor(source: string, isFunction: (name: string) => boolean) {
    this.source = source
    this.isFunction = isFunction
    this.tokens = tokenize(source)
  }

  parse(): TemplateTree {
    const body = this.parseBody(false)
    if (body.end.kind !== 'end') this.failAt(body.end, `unexpected {{${body.end.text}}}`)
    this.templates.set(mainTemplate, { body: body.nodes, slots: this.slots })
    return { templates: this.templates }
  }

  // ---- actions ----------------------------------------------------------------------------------

  /** Nodes up to `{{end}}`, `{{else}}` or the end of the text. */
  private parseBody(isNested: boolean): { readonly nodes: Body; readonly end: Token } {
    const nodes: Node[] = []
    for (;;) {
      const token = this.take()
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text })
        continue
      }
      if (token.kind === 'end') {
        if (isNested) this.failAt(token, 'unexpected EOF')
        return { nodes, end: token }
      }
      const word = this.peek()
      if (word.kind === 'keyword') {
        this.take()
        if (word.text === 'end' || word.text === 'else') return { nodes, end: word }
        const node = this.parseKeyword(word)
        if (node !== undefined) nodes.push(node)
        continue
      }
      const pipe = this.parsePipe('command')
      nodes.push({ kind: 'action', pipe })
    }
  }

  private parseKeyword(word: Token): Node | undefined {
    switch (word.text) {
      case 'if':
      case 'with':
        return this.parseBranch(word.text)
      case 'range':
        return this.parseRange(word)
      case 'template':
        return this.parseInvocation(word)
      case 'block':
        return this.parseBlock(word)
      case 'define':
        this.parseDefine()
        return undefined
      default:
        return this.parseJump(word)
    }
  }

  private parseBranch(kind: 'if' | 'with'): Node {
    const scope = this.variables.length
    const pipe = this.parsePipe(kind)
    const body = this.parseBody(true)
    const otherwise = this.parseOtherwise(body.end, kind)
    this.leaveScope(scope)
    return { kind, pipe, body: body.nodes, otherwise }
  }

  /** What follows `{{else}}`; `else if` and `else with` nest and share the final `{{end}}`. */
  private parseOtherwise(end: Token, kind: 'if' | 'with' | 'range'): Body {
    if (end.text === 'end') {
      this.expectClose('end')
      return []
    }
    const word = this.peek()
    if (word.kind === 'keyword' && kind !== 'range' && word.text === kind) {
      this.take()
      return [this.parseBranch(kind)]
    }
    this.expectClose('else')
    const scope = this.variables.length
    const body = this.parseBody(true)
    this.leaveScope(scope)
    if (body.end.text !== 'end') this.failAt(body.end, 'expected end; found {{else}}')
    this.expectClose('end')
    return body.nodes
  }

  private parseRange(word: Token): Node {
    const scope = this.variables.length
    const pipe = this.parsePipe('range')
    this.rangeDepth++
    const body = this.parseBody(true)
    this.rangeDepth--
    const otherwise = this.parseOtherwise(body.end, 'range')
    this.leaveScope(scope)
    return { kind: 'range', pipe, body: body.nodes, otherwise, at: word.at }
  }

  private parseInvocation(word: Token): Node {
    const name = this.parseTemplateName('template clause')
    const isBare = this.peek().kind === 'close'
    if (isBare) this.take()
    const pipe = isBare ? undefined : this.parsePipe('template clause')
    const data = pipe === undefined ? '' : ` ${pipe.text}`
    return { kind: 'template', name, pipe, at: word.at, text: `{{template ${quote(name)}${data}}}` }
  }

  private parseBlock(word: Token): Node {
    const name = this.parseTemplateName('block clause')
    const pipe = this.parsePipe('block clause')
    this.defineTemplate(name)
    return {
      kind: 'template',
      name,
      pipe,
      at: word.at,
      text: `{{template ${quote(name)} ${pipe.text}}}`,
    }
  }

  private parseDefine(): void {
    const name = this.parseTemplateName('define clause')
    this.expectClose('define clause')
    this.defineTemplate(name)
  }

  /** A definition has its own variables. An empty one does not replace one that is not. */
  private defineTemplate(name: string): void {
    const outer = { variables: this.variables, slots: this.slots, rangeDepth: this.rangeDepth }
    this.variables = ['$']
    this.slots = 1
    this.rangeDepth = 0
    const body = this.parseBody(true)
    if (body.end.text !== 'end') this.failAt(body.end, `unexpected {{else}} in define clause`)
    this.expectClose('end')
    const isEmpty = body.nodes.every((node) => node.kind === 'text' && node.text.trim() === '')
    if (!isEmpty || !this.templates.has(name)) {
      this.templates.set(name, { body: body.nodes, slots: this.slots })
    }
    this.variables = outer.variables
    this.slots = outer.slots
    this.rangeDepth = outer.rangeDepth
  }

  private parseTemplateName(context: string): string {
    const token = this.take()
    if (token.kind !== 'string' && token.kind !== 'raw-string') this.failUnexpected(token, context)
    return this.unquote(token)
  }

  private parseJump(word: Token): Node {
    if (word.text !== 'break' && word.text !== 'continue') this.failUnexpected(word, 'command')
    if (this.rangeDepth === 0) this.failAt(word, `{{${word.text}}} outside {{range}}`)
    this.expectClose(`{{${word.text}}}`)
    return { kind: word.text === 'break' ? 'break' : 'continue' }
  }

  private leaveScope(length: number): void {
    this.variables.length = length
  }

  // ---- pipelines --------------------------------------------------------------------------------

  /** A pipeline up to the closing delimiter, or to the right paren where `context` says so. */
  private parsePipe(context: string): Pipe {
    const start = this.peek()
    const declared = this.parseDeclaration(context)
    const commands: Command[] = []
    const end = context === 'parenthesized pipeline' ? 'right-paren' : 'close'
    for (;;) {
      const token = this.peek()
      if (token.kind === end) {
        if (commands.length === 0) this.failAt(token, `missing value for ${context}`)
        this.take()
        this.checkPipeline(commands)
        if (!declared.isAssignment) for (const name of declared.names) this.declare(name)
        return this.makePipe(start, token, commands, declared)
      }
      commands.push(this.parseCommand(context))
    }
  }

  private makePipe(
    start: Token,
    end: Token,
    commands: readonly Command[],
    declared: Declaration,
  ): Pipe {
    const slots = declared.isAssignment
      ? declared.names.map((name) => this.variables.lastIndexOf(name))
      : declared.names.map((_, index) => this.variables.length - declared.names.length + index)
    return {
      variables: slots,
      isAssignment: declared.isAssignment,
      commands,
      at: start.at,
      text: this.source.slice(start.at, end.at).trim(),
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
        if (isAssignment) this.checkVariables(names, name)
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

  private checkVariables(names: readonly string[], at: Token): void {
    for (const name of names) {
      if (!this.variables.includes(name)) this.failAt(at, `undefined variable ${quote(name)}`)
    }
  }

  private declare(name: string): void {
    this.variables.push(name)
    this.slots = Math.max(this.slots, this.variables.length)
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

  private parseCommand(context: string): Command {
    const start = this.peek()
    const operands: Operand[] = []
    for (;;) {
      const operand = this.parseOperand()
      if (operand !== undefined) operands.push(operand)
      const token = this.peek()
      if (token.kind === 'pipe') {
        this.take()
        const after = this.peek()
        if (after.kind === 'close' || after.kind === 'right-paren') {
          this.failAt(after, `missing value for ${context}`)
        }
        break
      }
      if (token.kind === 'close' || token.kind === 'right-paren') break
      if (operand === undefined || !token.isSpaced) this.failUnexpected(token, 'operand')
    }
    const [first, ...others] = operands
    if (first === undefined) this.failAt(start, 'empty command')
    const last = others.at(-1) ?? first
    return {
      operands: [first, ...others],
      at: start.at,
      text: this.source.slice(start.at, last.at) + last.text,
    }
  }

  // ---- operands ---------------------------------------------------------------------------------

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
    const slot = this.variables.lastIndexOf(token.text)
    if (slot < 0) this.failAt(token, `undefined variable ${quote(token.text)}`)
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

  private unquote(token: Token): string {
    const value = unquoteLiteral(token.text)
    if (value === undefined) this.failAt(token, 'invalid syntax')
    return value
  }

  // ---- tokens -----------------------------------------------------------------------------------

  private peek(): Token {
    return this.tokens[this.next] ?? endToken
  }

  private take(): Token {
    const token = this.peek()
    this.next++
    return token
  }

  private expectClose(context: string): void {
    const token = this.take()
    if (token.kind !== 'close') this.failUnexpected(token, context)
  }

  private failUnexpected(token: Token, context: string): never {
    const names: Partial<Record<TokenKind, string>> = { end: 'EOF', keyword: `<${token.text}>` }
    this.failAt(token, `unexpected ${names[token.kind] ?? quote(token.text)} in ${context}`)
  }

  private failAt(token: Token, message: string): never {
    this.fail(token.at, token.at + token.text.length, message)
  }

  private fail(at: number, end: number, message: string): never {
    throw new TemplateSyntaxError(message, at, end)
  }
}

interface Declaration {
  readonly names: readonly string[]
  readonly isAssignment: boolean
}

const endToken: Token = { kind: 'end', text: '', at: 0, isSpaced: false }
