import type { Expression } from '../../syntax/ast.ts'
import { walkExpression } from '../../syntax/walk.ts'
import type { ColumnBinding } from '../bound.ts'
import { type TrapContext } from './trap.ts'

/** The sources an expression names, in the order of their first mention. */
export function sourcesOf(context: TrapContext, expression: Expression): ReadonlySet<number> {
  const found = new Set<number>()
  walkExpression(expression, (node) => {
    if (node.kind !== 'column') return
    const source = sourceOf(context.columns.get(node))
    if (source !== undefined) found.add(source)
  })
  return found
}

export function sourceOf(binding: ColumnBinding | undefined): number | undefined {
  if (binding?.kind === 'member') return sourceOf(binding.base)
  return binding?.kind === 'column' ? binding.source : undefined
}
