import type { Value } from '../../../types/value.ts'
import { EvaluationError } from '../../definition.ts'
import {
  childrenOf,
  descendantsOf,
  evaluateSelectors,
  isTrue,
  selectMember,
  type EvaluatePath,
  type PathScope,
  type Selector,
} from './evaluation.ts'
import { PATH_OPERATORS } from './operations.ts'
import { PathSyntaxError, tokenizePath, type PathToken } from './tokens.ts'

export type PathResult =
  | { readonly ok: true; readonly evaluate: (document: Value) => Value }
  | { readonly ok: false; readonly error: string }

/**
 * JSONPath as eKuiper's library has it: paths (`$.a[0].b`, `$..x`, `[*]`, slices, filters) inside of an
 * expression language with arithmetic, conditions and names of the document's own members.
 */
export function compileJsonPath(source: string): PathResult {
  try {
    const evaluate = new PathParser(source).parse()
    return { ok: true, evaluate: (document) => evaluate({ root: document, current: document }) }
  } catch (cause) {
    if (cause instanceof PathSyntaxError) return { ok: false, error: cause.message }
    throw cause
  }
}

const MAXIMAL_NESTING = 200

class PathParser {
  private readonly tokens: readonly PathToken[]
  private readonly source: string
  private at = 0
  private nesting = 0

  constructor(source: string) {
    this.source = source
    this.tokens = tokenizePath(source)
  }

  parse(): EvaluatePath {
    const evaluate = this.expression()
    if (this.peek().kind !== 'end') this.fail()
    return evaluate
  }

  private expression(): EvaluatePath {
    if (++this.nesting > MAXIMAL_NESTING) this.fail()
    const condition = this.alternatives()
    this.nesting--
    if (!this.accept('?')) return condition
    const yes = this.expression()
    this.expect(':')
    const no = this.expression()
    return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope))
  }

  private alternatives(): EvaluatePath {
    let left = this.conjunction()
    for (;;) {
      const first = left
      if (this.accept('||')) {
        const second = this.conjunction()
        left = (scope) => isTrue(first(scope)) || isTrue(second(scope))
      } else if (this.accept('??')) {
        const second = this.conjunction()
        left = (scope) => valueOrNull(first, scope) ?? second(scope)
      } else return left
    }
  }

  private conjunction(): EvaluatePath {
    let left = this.operators(0)
    while (this.accept('&&')) {
      const first = left
      const second = this.operators(0)
      left = (scope) => isTrue(first(scope)) && isTrue(second(scope))
    }
    return left
  }

  private operators(level: number): EvaluatePath {
    const table = PATH_OPERATORS[level]
    if (table === undefined) return this.operand()
    let left = this.operators(level + 1)
    for (;;) {
      const token = this.peek()
      const apply =
        token.kind === 'symbol' || token.text === 'in' ? table.get(token.text) : undefined
      if (apply === undefined) return left
      this.at++
      const first = left
      const second = this.operators(level + 1)
      left = (scope) => apply(first(scope), second(scope))
    }
  }

  private operand(): EvaluatePath {
    const token = this.next()
    if (token.kind === 'number') return constant(Number(token.text))
    if (token.kind === 'text') return constant(token.text)
    if (token.kind === 'name') return this.named(token.text)
    switch (token.text) {
      case '$':
        return this.path((scope) => scope.root)
      case '@':
        return this.path((scope) => scope.current)
      case '(': {
        const inner = this.expression()
        this.expect(')')
        return inner
      }
      case '[':
        return this.array()
      case '-': {
        const value = this.operand()
        return (scope) => -Number(value(scope))
      }
      case '!': {
        const value = this.operand()
        return (scope) => !isTrue(value(scope))
      }
      default:
        this.at--
        return this.fail()
    }
  }

  private named(name: string): EvaluatePath {
    if (name === 'true' || name === 'false') return constant(name === 'true')
    if (name === 'null' || name === 'nil') return constant(null)
    return this.path((scope) => {
      try {
        return selectMember(scope.root, name)
      } catch (cause) {
        if (!(cause instanceof EvaluationError)) throw cause
        throw new EvaluationError(`unknown parameter ${name}`)
      }
    })
  }

  private array(): EvaluatePath {
    const items: EvaluatePath[] = []
    while (!this.accept(']')) {
      items.push(this.expression())
      if (!this.accept(',') && this.peek().text !== ']') this.fail()
    }
    return (scope) => items.map((item) => item(scope))
  }

  private path(start: EvaluatePath): EvaluatePath {
    const selectors: Selector[] = []
    for (;;) {
      if (this.accept('..')) {
        selectors.push({ kind: 'many', select: descendantsOf })
        if (this.peek().text !== '[') selectors.push(this.dotted())
      } else if (this.accept('.')) selectors.push(this.dotted())
      else if (this.accept('[')) selectors.push(this.bracket())
      else break
    }
    if (selectors.length === 0) return start
    return (scope) => evaluateSelectors(start(scope), selectors, scope)
  }

  private dotted(): Selector {
    const token = this.next()
    if (token.text === '*' && token.kind === 'symbol') return { kind: 'many', select: childrenOf }
    if (token.kind === 'name' || token.kind === 'text') {
      return { kind: 'member', key: constant(token.text) }
    }
    this.at--
    return this.fail()
  }

  private bracket(): Selector {
    if (this.accept('*')) {
      this.expect(']')
      return { kind: 'many', select: childrenOf }
    }
    if (this.accept('?')) {
      const condition = this.expression()
      this.expect(']')
      return { kind: 'many', select: (value, scope) => filter(value, condition, scope) }
    }
    const first = this.peek().text === ':' ? constant(0) : this.alternatives()
    if (this.peek().text === ':') return this.range(first)
    const keys = [first]
    while (this.accept(',')) keys.push(this.alternatives())
    this.expect(']')
    if (keys.length === 1) return { kind: 'member', key: first }
    return {
      kind: 'many',
      select: (value, scope) => keys.flatMap((key) => memberOrNothing(value, key, scope)),
    }
  }

  private range(first: EvaluatePath): Selector {
    this.expect(':')
    const end = /[:\]]/.test(this.peek().text) ? undefined : this.alternatives()
    let stride: EvaluatePath = constant(1)
    if (this.accept(':') && this.peek().text !== ']') stride = this.alternatives()
    this.expect(']')
    return {
      kind: 'many',
      select: (value, scope) => {
        if (!Array.isArray(value)) return []
        const list = value as readonly Value[]
        const last = end === undefined ? FURTHEST : Math.trunc(Number(end(scope)))
        return takeRange(list, Math.trunc(Number(first(scope))), last, Number(stride(scope)))
      },
    }
  }

  private peek(): PathToken {
    return this.tokens[this.at] ?? { kind: 'end', text: '', at: this.source.length }
  }

  private next(): PathToken {
    const token = this.peek()
    this.at++
    return token
  }

  private accept(symbol: string): boolean {
    const token = this.peek()
    if (token.kind !== 'symbol' || token.text !== symbol) return false
    this.at++
    return true
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) this.fail()
  }

  private fail(): never {
    const token = this.peek()
    const found = token.kind === 'end' ? 'EOF' : `"${token.text}"`
    const end = token.at + token.text.length
    throw new PathSyntaxError(this.source, token.at, `unexpected ${found}`, end)
  }
}

function constant(value: Value): EvaluatePath {
  return () => value
}

function valueOrNull(evaluate: EvaluatePath, scope: PathScope): Value {
  try {
    return evaluate(scope)
  } catch (cause) {
    if (cause instanceof EvaluationError) return null
    throw cause
  }
}

/** An element that the condition fails for is left out. */
function filter(value: Value, condition: EvaluatePath, scope: PathScope): Value[] {
  return childrenOf(value).filter((current) => {
    try {
      return isTrue(condition({ root: scope.root, current }))
    } catch (cause) {
      if (cause instanceof EvaluationError) return false
      throw cause
    }
  })
}

function memberOrNothing(value: Value, key: EvaluatePath, scope: PathScope): Value[] {
  try {
    return [selectMember(value, key(scope))]
  } catch (cause) {
    if (cause instanceof EvaluationError) return []
    throw cause
  }
}

const FURTHEST = 2 ** 31 - 1

/**
 * Negative places count from the end, and a negative stride goes backwards through the same elements.
 * The places are compared as they are written, so that `[1:-1]` is empty.
 */
function takeRange(list: readonly Value[], from: number, to: number, stride: number): Value[] {
  if (from > to) return []
  const first = placeIn(list, from)
  const last = placeIn(list, to)
  const step = Math.trunc(stride) || 1
  const taken: Value[] = []
  if (step > 0) for (let i = first; i < last; i += step) taken.push(list[i] ?? null)
  else for (let i = last - 1; i >= first; i += step) taken.push(list[i] ?? null)
  return taken
}

function placeIn(list: readonly Value[], place: number): number {
  return place < 0 ? Math.max(0, list.length + place) : Math.min(place, list.length)
}
