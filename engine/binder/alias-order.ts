import type { SelectField } from '../syntax/ast.ts'
import type { BoundSource } from './bound.ts'
import type { NameUse } from './references.ts'

/** A field of the list with the names its expression uses. */
export interface FieldUses {
  readonly field: SelectField
  /** Its place in the statement. */
  readonly place: number
  readonly uses: readonly NameUse[]
}

/** A field whose alias depends on itself through other aliases; a field's own name is a column. */
export function findAliasCycle(fields: readonly FieldUses[]): FieldUses | undefined {
  const byAlias = new Map<string, FieldUses>()
  for (const entry of fields) {
    if (entry.field.alias !== undefined) byAlias.set(entry.field.alias.name, entry)
  }
  const targetsOf = ({ field, uses }: FieldUses): string[] =>
    uses.map(({ name }) => name).filter((name) => name !== field.alias?.name && byAlias.has(name))
  const isOpen = new Set<string>()
  const isFinished = new Set<string>()
  for (const entry of fields) {
    const stack =
      entry.field.alias === undefined
        ? []
        : [{ name: entry.field.alias.name, targets: targetsOf(entry) }]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      isOpen.add(top.name)
      const next = top.targets.pop()
      const target = next === undefined ? undefined : byAlias.get(next)
      if (next === undefined || target === undefined) {
        isOpen.delete(top.name)
        isFinished.add(top.name)
        stack.pop()
      } else if (isOpen.has(next)) return target
      else if (!isFinished.has(next)) stack.push({ name: next, targets: targetsOf(target) })
    }
  }
  return undefined
}

export interface OrderedFields {
  readonly fields: readonly FieldUses[]
  /** A name that is neither a column nor another field's alias. */
  readonly unknown: NameUse | undefined
}

/**
 * The order in which fields are evaluated where all sources have schemas: fields with an alias by how
 * deep they build on aliases before them, equals by name, then the others. Of equal aliases only the
 * last stays. A reference to an alias further on counts as depth 0, so chains may come out wrong.
 */
export function orderByAlias(
  fields: readonly FieldUses[],
  sources: readonly BoundSource[],
): OrderedFields {
  const columns = new Set(
    sources.flatMap(({ definition }) => (definition.columns ?? []).map((c) => c.name.name)),
  )
  const aliased = new Map<string, FieldUses>()
  for (const entry of fields) {
    if (entry.field.alias !== undefined) aliased.set(entry.field.alias.name, entry)
  }
  const depths = new Map<string, number>()
  for (const { field, place, uses } of fields) {
    const own = field.alias?.name
    if (own === undefined || depths.has(own)) continue
    let depth = 0
    let unknown: NameUse | undefined
    for (const use of uses) {
      const known = depths.get(use.name)
      if (known !== undefined) depth = Math.max(depth, known + 1)
      else if (!columns.has(use.name)) unknown = use
    }
    const isAlias = fields.some(
      (other) => other.place !== place && other.field.alias?.name === unknown?.name,
    )
    if (unknown !== undefined && !isAlias) return { fields, unknown }
    depths.set(own, depth)
  }
  const ordered = [...aliased.entries()].sort(
    ([a], [b]) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || compareBytes(a, b),
  )
  const plain = fields.filter(({ field }) => field.alias === undefined)
  return { fields: [...ordered.map(([, entry]) => entry), ...plain], unknown: undefined }
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
