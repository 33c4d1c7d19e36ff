import type { BoundSelect } from '../binder/bound.ts'
import { createRecord } from '../types/value.ts'
import type { ResultRow } from './row.ts'
import type { RuleLayout } from './rule-layout.ts'
import type { RuleRow } from './rule-row.ts'

/**
 * A row behind a LIMIT as eKuiper sends it: its record, the aliases computed so far, and its own names for
 * row numbers and the aggregates of an incremental window.
 */
export function createRawRow(
  bound: BoundSelect,
  layout: RuleLayout,
  incrementalSlots: readonly number[],
): (row: RuleRow) => ResultRow {
  const extra: (readonly [name: string, slot: number])[] = []
  for (const [field, slot] of layout.aliases) extra.push([bound.fields[field]?.name ?? '', slot])
  ;[...layout.rowNumbers.values()].forEach((slot, i) => {
    extra.push([`wf_row_number_${String(i + 1)}`, slot])
  })
  incrementalSlots.forEach((slot, i) => {
    extra.push([`inc_agg_col_${String(i + 1)}`, slot])
  })
  return (row) => {
    const record = createRecord()
    for (const [name, value] of Object.entries(row.fields ?? {})) record[name] = value
    for (const [name, slot] of extra) {
      const value = row.slots[slot] ?? null
      if (value !== null) record[name] = value
    }
    return record
  }
}
