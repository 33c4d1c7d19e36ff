import { createRecord, type RecordValue } from '../../types/value.ts'
import { RuleRow, type Slots } from '../rule-row.ts'

/** Puts rows of different sources together; where both have a value the first one's counts. */
export function joinRows(first: RuleRow, second: RuleRow, timestamp: number): RuleRow {
  const slots: Slots = first.slots.slice()
  for (let i = 0; i < slots.length; i++) {
    if (slots[i] === undefined) slots[i] = second.slots[i]
  }
  const joined = new RuleRow(
    slots,
    mergeFields(first.fields, second.fields),
    timestamp,
    first.metadata ?? second.metadata,
    -1,
  )
  joined.parts =
    first.parts === undefined && second.parts === undefined
      ? [first, second]
      : [...partsOf(first), ...partsOf(second)]
  return joined
}

/** A row that found no partner, as a joined row. */
export function joinAlone(row: RuleRow, timestamp: number): RuleRow {
  const joined = new RuleRow(row.slots.slice(), row.fields, timestamp, row.metadata, -1)
  joined.parts = partsOf(row)
  return joined
}

export function partsOf(row: RuleRow): readonly RuleRow[] {
  return row.parts ?? [row]
}

function mergeFields(
  first: RecordValue | undefined,
  second: RecordValue | undefined,
): RecordValue | undefined {
  if (first === undefined || second === undefined) return first ?? second
  const merged = createRecord()
  for (const name of Object.keys(second)) merged[name] = second[name]
  for (const name of Object.keys(first)) merged[name] = first[name]
  return merged
}
