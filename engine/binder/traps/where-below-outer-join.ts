import type { Expression } from '../../syntax/ast.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'
import { sourcesOf } from './named-sources.ts'

/** A part of WHERE that names one stream only filters that stream before an outer join. */
export const whereBelowOuterJoinTrap: Trap = (context) => {
  const { statement, sources } = context
  const outer = statement.joins.find(
    ({ type }) => type === 'left' || type === 'right' || type === 'full',
  )
  if (outer === undefined || statement.where === undefined) return []
  return conjuncts(statement.where).flatMap((part) => {
    const named = sourcesOf(context, part)
    const [only] = named
    if (named.size !== 1 || only === undefined) return []
    if (sources[only]?.definition.sourceKind === 'table') return []
    const name = sources[only]?.name ?? ''
    return [
      warning(
        trapCodes.whereBelowOuterJoin,
        `this filters ${name} before the join: rows of the other side stay, with ${name}'s columns missing`,
        part.span,
        {
          hint: 'Filter joined rows in a second rule, or switch predicatePushDown off in the options.',
        },
      ),
    ]
  })
}

function conjuncts(expression: Expression): readonly Expression[] {
  const parts: Expression[] = []
  const open = [expression]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'binary' && next.operator === 'AND') open.push(next.right, next.left)
    else parts.push(next)
  }
  return parts
}
