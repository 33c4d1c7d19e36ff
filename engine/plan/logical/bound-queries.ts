import type { BoundSelect, ColumnBinding } from '../../binder/bound.ts'
import type { CallExpression, ColumnReference, Expression } from '../../syntax/ast.ts'
import type { FunctionDefinition } from '../../functions/definition.ts'
import { childrenOf, walkExpression } from '../walk-expression.ts'

/** The calls of one kind inside an expression, inner ones first, aliases not followed. */
export function callsOf(
  bound: BoundSelect,
  expression: Expression | undefined,
  isWanted: (definition: FunctionDefinition) => boolean,
): CallExpression[] {
  if (expression === undefined) return []
  const calls = childrenOf(expression).flatMap((child) => callsOf(bound, child, isWanted))
  if (expression.kind === 'call') {
    const definition = bound.calls.get(expression)
    if (definition !== undefined && isWanted(definition)) calls.push(expression)
  }
  return calls
}

/** What a column reference ends at, below members. */
export function baseBinding(
  bound: BoundSelect,
  column: ColumnReference,
): Exclude<ColumnBinding, { kind: 'member' }> {
  let binding: ColumnBinding = bound.columns.get(column) ?? { kind: 'nothing' }
  while (binding.kind === 'member') binding = binding.base
  return binding
}

/** Places of a source are told apart by name: a stream that is joined with itself has one place. */
export function canonicalSource(bound: BoundSelect, source: number): number {
  const name = bound.sources[source]?.name
  return bound.sources.findIndex((candidate) => candidate.name === name)
}

/** What an expression refers to: sources in the order they are named, and whether a name without a stream is among them. */
export interface Mentions {
  readonly sources: readonly number[]
  readonly hasUnqualified: boolean
}

export function mentionsOf(bound: BoundSelect, expression: Expression): Mentions {
  const sources: number[] = []
  let hasUnqualified = false
  const visit = (inner: Expression, seen: ReadonlySet<number>): void => {
    walkExpression(inner, (part) => {
      if (part.kind === 'column') {
        const binding = baseBinding(bound, part)
        if (binding.kind === 'column') {
          const source = canonicalSource(bound, binding.source)
          if (!sources.includes(source)) sources.push(source)
        } else if (binding.kind === 'any-source') hasUnqualified = true
        else if (binding.kind === 'alias' && !seen.has(binding.field)) {
          const field = bound.fields[binding.field]
          if (field !== undefined) {
            visit(field.field.expression, new Set([...seen, binding.field]))
          }
        }
      }
      // An aggregate in WHERE is computed elsewhere and read by a name that belongs to no stream.
      if (part.kind === 'call' && bound.calls.get(part)?.kind === 'aggregate') {
        hasUnqualified = true
        return false
      }
      return part.kind !== 'arrow' || part.member.kind !== 'column'
        ? true
        : visitLeft(part.left, seen)
    })
  }
  const visitLeft = (left: Expression, seen: ReadonlySet<number>): false => {
    visit(left, seen)
    return false
  }
  visit(expression, new Set())
  return { sources, hasUnqualified }
}

/** Both, or the one that is there. */
export function combine(
  a: Expression | undefined,
  b: Expression | undefined,
): Expression | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const span = { start: a.span.start, end: b.span.end }
  return { kind: 'binary', operator: 'AND', left: a, right: b, operatorSpan: span, span }
}
