import type { BoundSelect } from '../../binder/bound.ts'
import type { Expression, Join } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { printPlanExpression } from '../expression-text.ts'
import { planProblem } from '../plan-problem.ts'
import { combine, mentionsOf } from './bound-queries.ts'
import type { LookupNode } from './logical-plan.ts'

/**
 * Splits ON into the equalities a lookup table is asked with and the rest, which becomes a filter over
 * what was found.
 */
export function planLookup(
  bound: BoundSelect,
  source: number,
  join: Join,
): Omit<LookupNode, 'inputs'> | Diagnostic {
  const { on } = join
  const parts = on === undefined ? [] : conjuncts(on)
  const keys: { readonly column: string; readonly value: Expression }[] = []
  let rest: Expression | undefined
  for (const part of parts) {
    const key = keyOf(bound, source, part)
    if (key === undefined) rest = combine(rest, part)
    else keys.push(key)
  }
  const isRepeated = new Set(keys.map((key) => key.column)).size < keys.length
  if (on === undefined || keys.length === 0 || isRepeated) return noKeys(bound, join)
  return { kind: 'lookup', source, type: join.type, keys, rest, on, needed: undefined }
}

function conjuncts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== 'AND') return [expression]
  return [...conjuncts(expression.left), ...conjuncts(expression.right)]
}

function keyOf(
  bound: BoundSelect,
  source: number,
  part: Expression,
): { readonly column: string; readonly value: Expression } | undefined {
  if (part.kind !== 'binary' || part.operator !== '=') return undefined
  for (const [side, other] of [
    [part.left, part.right],
    [part.right, part.left],
  ] as const) {
    const column = columnOf(bound, source, side)
    if (column === undefined) continue
    if (mentionsOf(bound, other).sources.includes(source)) return undefined
    return { column, value: other }
  }
  return undefined
}

function columnOf(bound: BoundSelect, source: number, side: Expression): string | undefined {
  if (side.kind !== 'column') return undefined
  const binding = bound.columns.get(side)
  return binding?.kind === 'column' && binding.source === source ? binding.name : undefined
}

function noKeys(bound: BoundSelect, join: Join): Diagnostic {
  const text = join.on === undefined ? '%!s(<nil>)' : printPlanExpression(join.on, bound)
  return planProblem(
    'SQL3006',
    `join condition ${text} is invalid, at least one equi-join predicate is required`,
    join.on?.span ?? join.span,
    'Compare a column of the table with `=`, each column once.',
  )
}
