import type { BoundSelect, ColumnBinding } from '../../binder/bound.ts'
import type { ArrowExpression, CallExpression, Expression } from '../../syntax/ast.ts'
import { canonicalSource } from '../logical/bound-queries.ts'
import { childrenOf } from '../walk-expression.ts'

/** What one expression asks of the sources, in the order eKuiper comes across it. */
export type NeededItem =
  /** `source` is undefined for a name that may be in any of them. */
  | { readonly kind: 'column'; readonly source: number | undefined; readonly name: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'star-without'; readonly names: readonly string[] }
  | { readonly kind: 'path'; readonly source: number | undefined; readonly path: readonly string[] }

export interface ItemOptions {
  /** Calls that stand for a value computed elsewhere, whose arguments are not looked at. */
  readonly opaque: ReadonlyMap<CallExpression, string>
}

export function neededItems(
  bound: BoundSelect,
  expression: Expression,
  options: ItemOptions,
): NeededItem[] {
  const collector = new ItemCollector(bound, options)
  collector.visit(expression, true)
  return collector.items
}

class ItemCollector {
  readonly items: NeededItem[] = []
  private readonly bound: BoundSelect
  private readonly options: ItemOptions
  private readonly openAliases = new Set<number>()

  constructor(bound: BoundSelect, options: ItemOptions) {
    this.bound = bound
    this.options = options
  }

  /** Stars inside an arrow expression are not seen, which is eKuiper's quirk. */
  visit(expression: Expression, seesStars: boolean): void {
    if (expression.kind === 'column') {
      this.addBinding(this.bound.columns.get(expression) ?? { kind: 'nothing' }, [], seesStars)
      return
    }
    if (expression.kind === 'arrow') {
      this.addPath(expression, seesStars)
      return
    }
    if (expression.kind === 'wildcard' && seesStars) this.addStar(expression)
    if (expression.kind === 'call') {
      const opaque = this.options.opaque.get(expression)
      if (opaque !== undefined) {
        this.items.push({ kind: 'column', source: undefined, name: opaque })
        return
      }
      if (this.takesHiddenStar(expression) && seesStars) this.items.push({ kind: 'star' })
    }
    for (const child of childrenOf(expression)) this.visit(child, seesStars)
  }

  private takesHiddenStar(call: CallExpression): boolean {
    const definition = this.bound.calls.get(call)
    return definition?.kind === 'aggregate' && definition.takesRecord === true
  }

  private addStar(star: Extract<Expression, { kind: 'wildcard' }>): void {
    if (star.qualifier !== undefined) {
      const source = this.bound.sources.findIndex(({ name }) => name === star.qualifier?.name)
      this.items.push({ kind: 'column', source, name: '*' })
      return
    }
    const names = [
      ...star.except.map((name) => name.name),
      ...star.replace.map((field) => field.alias?.name ?? ''),
    ]
    this.items.push(names.length === 0 ? { kind: 'star' } : { kind: 'star-without', names })
  }

  private addPath(arrow: ArrowExpression, seesStars: boolean): void {
    const members: string[] = []
    let left: Expression = arrow
    while (left.kind === 'arrow' && left.member.kind === 'column') {
      members.unshift(left.member.name)
      left = left.left
    }
    if (left.kind === 'column') {
      this.addBinding(this.bound.columns.get(left) ?? { kind: 'nothing' }, members, seesStars)
      return
    }
    for (const child of childrenOf(arrow)) {
      if (child !== arrow.member || child.kind !== 'column') this.visit(child, false)
    }
  }

  private addBinding(binding: ColumnBinding, members: readonly string[], seesStars: boolean): void {
    switch (binding.kind) {
      case 'column':
        this.addColumn(canonicalSource(this.bound, binding.source), binding.name, members)
        return
      case 'any-source':
        this.addColumn(undefined, binding.name, members)
        return
      case 'member':
        this.addBinding(binding.base, [binding.name, ...members], seesStars)
        return
      case 'alias':
        this.addAlias(binding.field, seesStars)
        return
      case 'nothing':
    }
  }

  private addColumn(source: number | undefined, name: string, members: readonly string[]): void {
    this.items.push({ kind: 'column', source, name })
    if (members.length > 0) this.items.push({ kind: 'path', source, path: [name, ...members] })
  }

  private addAlias(field: number, seesStars: boolean): void {
    const expression = this.bound.fields[field]?.field.expression
    if (expression === undefined || this.openAliases.has(field)) return
    this.openAliases.add(field)
    this.visit(expression, seesStars)
    this.openAliases.delete(field)
  }
}
