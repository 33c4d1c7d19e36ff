import type { ColumnDefinition, ColumnType } from '../syntax/ast.ts'

/** How one value of a payload is read: what the schema and the statement ask of it. */
export type ValuePlan =
  /** Whatever the payload holds; every number a double. */
  | { readonly kind: 'any' }
  /** Whatever the payload holds; numbers without a point are int64. */
  | { readonly kind: 'any-whole' }
  /** Not needed: only a null is kept, as eKuiper does. */
  | { readonly kind: 'skip' }
  | { readonly kind: 'bigint' | 'float' | 'string' | 'boolean' | 'datetime' | 'bytea' }
  | { readonly kind: 'array'; readonly element: ValuePlan }
  | { readonly kind: 'struct'; readonly members: ReadonlyMap<string, ValuePlan> }

export const anyPlan: ValuePlan = { kind: 'any' }
export const anyWholePlan: ValuePlan = { kind: 'any-whole' }
export const skipPlan: ValuePlan = { kind: 'skip' }

/** The names below a struct that a statement reads, as a tree; an empty one means that only the struct itself is named. */
export interface PathTree {
  readonly below: ReadonlyMap<string, PathTree>
}

/** Joins paths such as `['v', 'x', 'y']` into one tree. */
export function buildPathTree(paths: readonly (readonly string[])[]): PathTree {
  const root: Branch = { below: new Map() }
  for (const path of paths) {
    let branch = root
    for (const name of path) {
      const next: Branch = branch.below.get(name) ?? { below: new Map() }
      branch.below.set(name, next)
      branch = next
    }
  }
  return root
}

interface Branch {
  readonly below: Map<string, Branch>
}

/**
 * The plan of a declared column. eKuiper decodes a struct only as far as paths name its members: without
 * any the whole struct is skipped, and a named member that is a struct itself becomes an empty record.
 */
export function planColumn(type: ColumnType, paths: PathTree | undefined): ValuePlan {
  if (type.kind !== 'struct') return planWhole(type)
  if (paths === undefined || paths.below.size === 0) return skipPlan
  return { kind: 'struct', members: planMembers(type.fields, paths) }
}

function planMembers(
  fields: readonly ColumnDefinition[],
  paths: PathTree,
): ReadonlyMap<string, ValuePlan> {
  const members = new Map<string, ValuePlan>()
  for (const field of fields) {
    const below = paths.below.get(field.name.name)
    if (below === undefined) continue
    const plan: ValuePlan =
      field.type.kind === 'struct'
        ? { kind: 'struct', members: planMembers(field.type.fields, below) }
        : planWhole(field.type)
    members.set(field.name.name, plan)
  }
  return members
}

/** Inside arrays structs are decoded with all their declared members. */
function planWhole(type: ColumnType): ValuePlan {
  if (type.kind === 'array') return { kind: 'array', element: planWhole(type.element) }
  if (type.kind !== 'struct') return { kind: type.kind }
  return {
    kind: 'struct',
    members: new Map(type.fields.map((field) => [field.name.name, planWhole(field.type)])),
  }
}
