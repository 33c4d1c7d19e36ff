import { quote } from '../base/quote.ts'
import type { Token } from './lexer.ts'
import type { Body, Node, TemplateDefinition, TemplateTree } from './node.ts'
import { PipeParser } from './pipe-parser.ts'
import { Variables } from './variables.ts'

/** The name of the template that an action's text itself is. */
export const mainTemplate = 'sink'

/** Parses a template; throws TemplateSyntaxError. `isFunction` tells which names may be called. */
export function parseTemplate(source: string, isFunction: (name: string) => boolean): TemplateTree {
  const parser = new Parser(source, isFunction)
  return parser.parse()
}

class Parser extends PipeParser {
  private readonly templates = new Map<string, TemplateDefinition>()
  private rangeDepth = 0

  parse(): TemplateTree {
    const body = this.parseBody(false)
    if (body.end.kind !== 'end') this.failAt(body.end, `unexpected {{${body.end.text}}}`)
    this.templates.set(mainTemplate, { body: body.nodes, slots: this.variables.count })
    return { templates: this.templates }
  }

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
        const node = this.parseKeyword(word, isNested)
        if (node !== undefined) nodes.push(node)
        continue
      }
      const pipe = this.parsePipe('command')
      nodes.push({ kind: 'action', pipe })
    }
  }

  private parseKeyword(word: Token, isNested: boolean): Node | undefined {
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
        if (isNested) this.failAt(word, 'unexpected <define> in command')
        this.parseDefine()
        return undefined
      default:
        return this.parseJump(word)
    }
  }

  private parseBranch(kind: 'if' | 'with'): Node {
    const scope = this.variables.enter()
    const pipe = this.parsePipe(kind)
    const body = this.parseBody(true)
    const otherwise = this.parseOtherwise(body.end, kind)
    this.variables.leave(scope)
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
    const scope = this.variables.enter()
    const body = this.parseBody(true)
    this.variables.leave(scope)
    if (body.end.text !== 'end') this.failAt(body.end, 'expected end; found {{else}}')
    this.expectClose('end')
    return body.nodes
  }

  private parseRange(word: Token): Node {
    const scope = this.variables.enter()
    const pipe = this.parsePipe('range')
    this.rangeDepth++
    const body = this.parseBody(true)
    this.rangeDepth--
    const otherwise = this.parseOtherwise(body.end, 'range')
    this.variables.leave(scope)
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
    const start = this.peek()
    const outer = { variables: this.variables, rangeDepth: this.rangeDepth }
    this.variables = new Variables()
    this.rangeDepth = 0
    const body = this.parseBody(true)
    if (body.end.text !== 'end') this.failAt(body.end, `unexpected {{else}} in define clause`)
    this.expectClose('end')
    const known = this.templates.get(name)
    if (known !== undefined && !isEmptyBody(known.body) && !isEmptyBody(body.nodes)) {
      this.failAt(start, `template: multiple definition of template ${quote(name)}`)
    }
    if (known === undefined || !isEmptyBody(body.nodes)) {
      this.templates.set(name, { body: body.nodes, slots: this.variables.count })
    }
    this.variables = outer.variables
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
}

function isEmptyBody(body: Body): boolean {
  return body.every((node) => node.kind === 'text' && node.text.trim() === '')
}
