import type { StreamDefinition } from '../catalog/stream.ts'
import {
  anyPlan,
  anyWholePlan,
  buildPathTree,
  planColumn,
  skipPlan,
  type ValuePlan,
} from './value-plan.ts'

/** What a rule, or all rules on a shared stream together, need of a stream's rows. */
export interface NeededColumns {
  /** Column names; `all` where a star or a function of the whole row needs every column. */
  readonly columns: 'all' | readonly string[]
  /** Paths into columns, column name first (`['v', 'x']` for `v->x`). They decide how much of a struct is decoded. */
  readonly paths?: readonly (readonly string[])[]
}

/** How the members of a row are read. `otherwise` is for every name that is not in `members`. */
export interface RowPlan {
  readonly members: ReadonlyMap<string, ValuePlan>
  readonly otherwise: ValuePlan
}

export function planRow(
  stream: Pick<StreamDefinition, 'columns' | 'extra'>,
  needed: NeededColumns,
): RowPlan {
  const any = stream.extra['useInt64ForWholeNumber'] === true ? anyWholePlan : anyPlan
  if (stream.columns === undefined) {
    if (needed.columns === 'all') return { members: new Map(), otherwise: any }
    return { members: new Map(needed.columns.map((name) => [name, any])), otherwise: skipPlan }
  }
  const paths = buildPathTree(needed.paths ?? [])
  const wanted = needed.columns === 'all' ? undefined : new Set(needed.columns)
  const members = new Map<string, ValuePlan>()
  for (const column of stream.columns) {
    const name = column.name.name
    if (wanted !== undefined && !wanted.has(name) && !paths.below.has(name)) continue
    members.set(name, planColumn(column.type, paths.below.get(name)))
  }
  return { members, otherwise: skipPlan }
}
