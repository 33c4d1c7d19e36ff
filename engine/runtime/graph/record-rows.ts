import { createRecord, type RecordValue, type Value } from '../../types/value.ts'
import { RuleRow } from '../rule-row.ts'

/** The same row with other columns; its parts stay for qualified names. */
export function withFields(row: RuleRow, fields: RecordValue): RuleRow {
  const copy = new RuleRow(
    row.slots.map(() => undefined),
    fields,
    row.timestamp,
    row.metadata,
    row.source,
  )
  copy.parts = row.parts
  copy.group = row.group
  return copy
}

/** The row with one more column, or another value for one it has. */
export function withColumn(row: RuleRow, name: string, value: Value): RuleRow {
  const fields = createRecord()
  const own = row.fields ?? {}
  for (const key of Object.keys(own)) fields[key] = own[key]
  fields[name] = value
  return withFields(row, fields)
}
