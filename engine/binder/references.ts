import type { ColumnReference, Expression, Wildcard } from '../syntax/ast.ts'
import type { Span } from '../syntax/span.ts'
import { childrenOf } from '../syntax/walk.ts'

/**
 * One use of a name. `a.b` where `a` is no source is a use of `a`, of which the member `b` is taken.
 * `m.*` is a use of the name `*`.
 */
export interface NameUse {
  readonly node: ColumnReference | Wildcard
  readonly name: string
  readonly qualifier: string | undefined
  readonly member: string | undefined
  readonly span: Span
}

/** The names an expression uses, in text order. Arguments of meta() and mqtt() name metadata, not columns. */
export function usesOf(
  expression: Expression,
  isSource: (name: string) => boolean,
): readonly NameUse[] {
  const uses: NameUse[] = []
  const stack: { readonly node: Expression; readonly isMeta: boolean }[] = [
    { node: expression, isMeta: false },
  ]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, isMeta } = next
    const use = isMeta ? undefined : useOf(node, isSource)
    if (use !== undefined) uses.push(use)
    const isMetaInside = node.kind === 'call' ? isMetadataCall(node.name) : isMeta
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]
      if (child !== undefined) stack.push({ node: child, isMeta: isMetaInside })
    }
  }
  return uses
}

export function isMetadataCall(name: string): boolean {
  return /^(meta|mqtt)$/i.test(name)
}

function useOf(node: Expression, isSource: (name: string) => boolean): NameUse | undefined {
  if (node.kind !== 'column' && node.kind !== 'wildcard') return undefined
  const { qualifier, span } = node
  const name = node.kind === 'column' ? node.name : '*'
  if (qualifier === undefined) {
    return node.kind === 'column'
      ? { node, name, qualifier: undefined, member: undefined, span }
      : undefined
  }
  return isSource(qualifier.name)
    ? { node, name, qualifier: qualifier.name, member: undefined, span }
    : { node, name: qualifier.name, qualifier: undefined, member: name, span: qualifier.span }
}
