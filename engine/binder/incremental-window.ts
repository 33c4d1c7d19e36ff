import { walkExpression } from '../syntax/walk.ts'
import type { BoundSelect } from './bound.ts'

/** The aggregates eKuiper can run inside a window as the rows come. */
const incrementalNames: ReadonlySet<string> = new Set([
  'count',
  'avg',
  'max',
  'min',
  'sum',
  'merge_agg',
  'collect',
  'last_value',
])

/** Whether enableIncrementalWindow changes how the statement is run. */
export function runsIncrementally({
  window,
  statement,
  fields,
  calls,
}: Pick<BoundSelect, 'window' | 'statement' | 'fields' | 'calls'>): boolean {
  if (window === undefined || statement.joins.length > 0) return false
  const isPossible =
    ['tumbling', 'hopping', 'sliding'].includes(window.type) ||
    (window.type === 'count' && window.sizes.length === 1)
  const names = new Set<string>()
  for (const { field } of fields) {
    walkExpression(field.expression, (node) => {
      if (node.kind !== 'call' || calls.get(node)?.kind !== 'aggregate') return
      names.add(node.name.toLowerCase())
    })
  }
  return isPossible && names.size > 0 && [...names].every((name) => incrementalNames.has(name))
}
