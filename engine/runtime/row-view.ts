import type { SourceColumns } from '../plan/logical/logical-plan.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import type { Row } from './row.ts'
import type { RuleLayout } from './rule-layout.ts'
import { RuleRow, type Slots } from './rule-row.ts'

/** Makes a rule's rows of a stream's rows. */
export type ViewRows = (batch: readonly RuleRow[]) => readonly RuleRow[]

export interface ViewOptions {
  readonly layout: RuleLayout
  /** The source's place in the rule. */
  readonly source: number
  /** Where the stream's rows have the columns. */
  readonly streamSlots: ReadonlyMap<string, number>
  readonly isJoined: boolean
  /** What a star means to this rule; undefined where the stream's records are already cut to it. */
  readonly star: SourceColumns['columns'] | undefined
}

export function createView(options: ViewOptions): ViewRows {
  const { layout, source, isJoined } = options
  const fieldsOf = createFields(options.star)
  if (!layout.needsOwnRows && options.star === undefined) return (batch) => batch
  const slotsOf = isJoined ? gatherSlots(options) : extendSlots(layout)
  return (batch) =>
    batch.map((row) => {
      return new RuleRow(slotsOf(row), fieldsOf(row.fields), row.timestamp, row.metadata, source)
    })
}

/** The stream's slots, and room for what the rule computes. */
function extendSlots(layout: RuleLayout): (row: Row) => Slots {
  return (row) => {
    const slots = row.slots.slice()
    for (let i = slots.length; i < layout.slotCount; i++) slots.push(undefined)
    return slots
  }
}

/** A joined rule's slots have room for the columns of all its sources. */
function gatherSlots(options: ViewOptions): (row: Row) => Slots {
  const { layout, source, streamSlots } = options
  const empty = new Array<Slots[number]>(layout.slotCount).fill(undefined)
  const pairs: { readonly to: number; readonly from: number }[] = []
  for (const [name, to] of layout.columns[source] ?? []) {
    const from = streamSlots.get(name)
    if (from !== undefined) pairs.push({ to, from })
  }
  return (row) => {
    const slots = empty.slice()
    for (const { to, from } of pairs) slots[to] = row.slots[from]
    return slots
  }
}

/** Nulls survive the pruning of columns. */
function createFields(
  star: SourceColumns['columns'] | undefined,
): (fields: RecordValue | undefined) => RecordValue | undefined {
  if (star === undefined || star === 'all') return (fields) => fields
  const names = new Set(star)
  return (fields) => {
    if (fields === undefined) return undefined
    const seen = createRecord()
    for (const name of Object.keys(fields)) {
      if (names.has(name) || fields[name] === null) seen[name] = fields[name]
    }
    return seen
  }
}
