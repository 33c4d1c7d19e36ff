import type { Evaluate } from '../../expression/scope.ts'
import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import { RuleRow, type Collection } from '../rule-row.ts'
import type { CollectionOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

/** How a group's own row is laid out: it starts as its first row, without what was computed for that row. */
export interface GroupLayout {
  readonly slotCount: number
  /** Slots from here on (aliases, aggregates) are the group's own. */
  readonly ownFrom: number
}

/** A group as a row: its columns are those of its first row. */
export function createGroupRow(
  rows: readonly RuleRow[],
  layout: GroupLayout,
  timestamp: number,
): RuleRow {
  const [first] = rows
  const group = createGroupHead(first, layout, timestamp)
  group.group = rows
  return group
}

export function createGroupHead(
  first: RuleRow | undefined,
  layout: GroupLayout,
  timestamp: number,
): RuleRow {
  const slots: (Value | undefined)[] = []
  for (let i = 0; i < layout.ownFrom; i++) slots.push(first?.slots[i])
  for (let i = layout.ownFrom; i < layout.slotCount; i++) slots.push(undefined)
  const group = new RuleRow(slots, first?.fields, timestamp, first?.metadata, first?.source ?? 0)
  group.parts = first?.parts
  return group
}

/** The text groups are told apart by: 1, 1.0 and "1" are one key, and so are null and a missing column. */
export function groupKey(dimensions: readonly Evaluate[], row: RuleRow): string {
  if (dimensions.length === 1) return keyText(dimensions[0]?.(row))
  let key = ''
  for (const dimension of dimensions) key += `${keyText(dimension(row))},`
  return key
}

function keyText(value: Value | undefined): string {
  return typeof value === 'string' ? value : toGoText(value)
}

/** Splits a window's rows by key, in the order of each key's first row. */
export class GroupOperator implements CollectionOperator {
  private readonly dimensions: readonly Evaluate[]
  private readonly layout: GroupLayout
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(
    dimensions: readonly Evaluate[],
    layout: GroupLayout,
    frame: RuleFrame,
    next: CollectionOperator,
  ) {
    this.dimensions = dimensions
    this.layout = layout
    this.frame = frame
    this.next = next
  }

  collection(collection: Collection): void {
    if (collection.isGrouped) {
      this.next.collection(collection)
      return
    }
    const groups = new Map<string, RuleRow[]>()
    try {
      for (const row of collection.rows) {
        const key = groupKey(this.dimensions, row)
        const group = groups.get(key)
        if (group === undefined) groups.set(key, [row])
        else group.push(row)
      }
    } catch (error) {
      this.frame.fail(`run Group By error: ${reasonOf(error)}`)
      return
    }
    if (groups.size === 0) return
    const timestamp = collection.range?.trigger ?? this.frame.now()
    const rows = [...groups.values()].map((group) => createGroupRow(group, this.layout, timestamp))
    this.next.collection({ rows, isGrouped: true, range: collection.range })
  }
}
