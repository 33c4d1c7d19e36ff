import type { StreamDefinition } from '../catalog/stream.ts'
import type { ColumnDefinition } from '../syntax/ast.ts'
import { toDateTime } from '../types/cast.ts'
import { compileTimePattern, parseTimePattern } from '../types/time-pattern.ts'
import {
  createRecord,
  type DateTime,
  type MutableRecord,
  type RecordValue,
  type Value,
} from '../types/value.ts'
import { describeValue, isBytes, isList, isRecord } from '../types/go-text.ts'
import { DecodeError } from './decode-error.ts'
import type { RowPlan } from './row-plan.ts'
import type { ValuePlan } from './value-plan.ts'

/** The row as STRICT_VALIDATION leaves it (defaults filled in, times converted), or why it is refused. */
export type StrictCheck = (row: RecordValue) => RecordValue | DecodeError

export function createStrictCheck(stream: StreamDefinition, plan: RowPlan): StrictCheck {
  const columns: StrictColumn[] = []
  for (const column of stream.columns ?? []) {
    const value = plan.members.get(column.name.name)
    if (value === undefined || value.kind === 'skip') continue
    columns.push({ name: column.name.name, plan: value, defaultValue: defaultOf(column) })
  }
  const readTime = createReadTime(stream.timestampFormat)
  return (row) => {
    const checked = createRecord()
    for (const name of Object.keys(row)) checked[name] = row[name]
    for (const column of columns) {
      const fault = checkColumn(column, checked, readTime)
      if (fault !== undefined) return new DecodeError(`error in preprocessor: ${fault}`)
    }
    return checked
  }
}

interface StrictColumn {
  readonly name: string
  readonly plan: ValuePlan
  readonly defaultValue: Value | undefined
}

function defaultOf(column: ColumnDefinition): Value | undefined {
  const literal = column.defaultValue
  if (literal === undefined) return undefined
  const text = String(literal.value)
  switch (column.type.kind) {
    case 'bigint':
      return typeof literal.value === 'bigint' ? literal.value : BigInt(Math.trunc(Number(text)))
    case 'float':
      return Number(text)
    case 'boolean':
      return literal.value === true || text === 'true'
    default:
      return text
  }
}

/** Writes the checked value back; returns eKuiper's reason where it does not fit. */
function checkColumn(
  column: StrictColumn,
  row: MutableRecord,
  readTime: ReadTime,
): string | undefined {
  const value = row[column.name]
  if (value === undefined) {
    if (column.defaultValue === undefined) return `field ${column.name} is not found`
    row[column.name] = column.defaultValue
    return undefined
  }
  const checked = checkValue(column.plan, value, readTime)
  if (!checked.ok) return `field ${column.name} type mismatch: ${checked.reason}`
  row[column.name] = checked.value
  return undefined
}

type Checked =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string }

function checkValue(plan: ValuePlan, value: Value, readTime: ReadTime): Checked {
  switch (plan.kind) {
    case 'bigint':
      return keepIf(typeof value === 'bigint', value, 'int64')
    case 'float':
      return keepIf(typeof value === 'number', value, 'float64')
    case 'string':
      return keepIf(typeof value === 'string', value, 'string')
    case 'boolean':
      return keepIf(typeof value === 'boolean', value, 'bool')
    case 'bytea':
      return keepIf(isBytes(value), value, 'bytea')
    case 'datetime':
      return checkTime(value, readTime)
    case 'array':
      return checkList(plan.element, value, readTime)
    case 'struct':
      return checkStruct(plan.members, value, readTime)
    default:
      return { ok: true, value }
  }
}

function keepIf(fits: boolean, value: Value, wanted: string): Checked {
  return fits
    ? { ok: true, value }
    : { ok: false, reason: `cannot convert ${describeValue(value)} to ${wanted}` }
}

function checkList(element: ValuePlan, value: Value, readTime: ReadTime): Checked {
  if (value === null) return { ok: true, value }
  if (!isList(value)) return keepIf(false, value, '[]interface{}')
  const list: Value[] = []
  for (const item of value) {
    const checked = checkValue(element, item, readTime)
    if (!checked.ok) return { ok: false, reason: `array element type mismatch: ${checked.reason}` }
    list.push(checked.value)
  }
  return { ok: true, value: list }
}

function checkStruct(
  members: ReadonlyMap<string, ValuePlan>,
  value: Value,
  readTime: ReadTime,
): Checked {
  if (value === null) return { ok: true, value }
  if (!isRecord(value)) return keepIf(false, value, 'map[string]interface{}')
  const struct = createRecord()
  for (const name of Object.keys(value)) struct[name] = value[name]
  for (const [name, plan] of members) {
    const reason = checkColumn({ name, plan, defaultValue: undefined }, struct, readTime)
    if (reason !== undefined) return { ok: false, reason }
  }
  return { ok: true, value: struct }
}

function checkTime(value: Value, readTime: ReadTime): Checked {
  const time = typeof value === 'string' ? readTime(value) : undefined
  if (time !== undefined) return { ok: true, value: time }
  const converted = toDateTime(value)
  return converted.ok ? converted : { ok: false, reason: converted.error }
}

/** A text in the stream's TIMESTAMP_FORMAT; undefined where it has none or another form. */
type ReadTime = (text: string) => DateTime | undefined

function createReadTime(format: string | undefined): ReadTime {
  if (format === undefined || format === '') return () => undefined
  const pattern = compileTimePattern(format)
  return pattern.ok ? (text) => parseTimePattern(text, pattern) : () => undefined
}
