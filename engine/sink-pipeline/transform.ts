import { TemplateError, type Template } from '../template/index.ts'
import { isList, isRecord, toGoText } from '../types/go-text.ts'
import { parseJsonText } from '../types/json-parse.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import type { ActionProperties } from './read-properties.ts'
import { TransformError } from './transform-error.ts'

/** What a template sees and a message is made of: one row with sendSingle, else all rows of a result. */
export type Item = RecordValue | readonly RecordValue[]

/** What is left to encode; `text` is a template's output that goes out as it is. */
export type Transformed =
  { readonly kind: 'data'; readonly data: Item } | { readonly kind: 'text'; readonly text: string }

/** Throws TransformError. */
export type Transform = (item: Item) => Transformed

/**
 * `dataTemplate`, then `dataField`, then `fields` or `excludeFields`. A template's output is sent as it
 * is for text formats; where something has to be picked out of it, or the format is another, it is read
 * as JSON.
 */
export function createTransform(
  properties: ActionProperties,
  template: Template | undefined,
): Transform {
  const select = createSelection(properties)
  if (template === undefined) {
    if (select === undefined) return (item) => ({ kind: 'data', data: item })
    return (item) => toData(select(item, item))
  }
  const passesText = passesTemplateText(properties)
  return (item) => {
    const text = renderItem(template, item)
    if (passesText) return { kind: 'text', text }
    const parsed = parseOutput(text, item, select !== undefined)
    if (select !== undefined) return toData(select(parsed, item))
    if (!isRecord(parsed)) {
      throw new TransformError(`invalid transform result type ${toGoText(parsed)}`)
    }
    return { kind: 'data', data: parsed }
  }
}

/** Whether a data template's output goes out as it is. The formats in other letters read it as JSON. */
export function passesTemplateText({
  dataTemplate,
  dataField,
  fields,
  excludeFields,
  format,
}: ActionProperties): boolean {
  const isSelected = dataField !== '' || fields.length > 0 || excludeFields.length > 0
  return dataTemplate !== '' && !isSelected && /^(json|delimited|urlencoded)$/.test(format)
}

function renderItem(template: Template, item: Item): string {
  try {
    return template.render(item)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { message, at } = error
    const { source } = template
    throw new TransformError(message, { property: 'dataTemplate', source, at, message })
  }
}

function parseOutput(text: string, item: Item, isSelected: boolean): Value {
  const parsed = parseJsonText(text)
  if (parsed.ok) return parsed.value
  if (isSelected) throw itemError(item, `fail to decode data ${text} for error ${parsed.error}`)
  throw new TransformError(
    `fail to decode data ${text} after applying dataTemplate for error ${parsed.error}`,
  )
}

function toData(value: Value | undefined): Transformed {
  if (value === undefined || value === null) {
    throw new TransformError('receive unsupported data <nil>')
  }
  if (isRecord(value)) return { kind: 'data', data: value }
  if (isRecordList(value)) return { kind: 'data', data: value }
  throw new TransformError(`invalid transform result type ${toGoText(value)}`)
}

/** Picks from `value`, which is the item itself or what its template gave. */
type Select = (value: Value, item: Item) => Value | undefined

function createSelection(properties: ActionProperties): Select | undefined {
  const { dataField } = properties
  const columns = createColumnSelection(properties)
  if (dataField === '') return columns
  return (value, item) => {
    const picked = pickField(value, dataField, item)
    return columns === undefined || picked === undefined ? picked : columns(picked, item)
  }
}

/** A list gives its first element's field; rows without any give nothing, a template's `[]` stays. */
function pickField(value: Value, name: string, item: Item): Value | undefined {
  if (isList(value) && value.length === 0) return value === item ? undefined : value
  const source = isList(value) ? value[0] : value
  if (!isRecord(source)) throw itemError(item, `fail to decode data ${toGoText(value)}`)
  const picked = source[name]
  if (isList(picked) && !isRecordList(picked)) {
    throw itemError(item, `unsupported type ${toGoText(picked)}`)
  }
  return picked
}

function createColumnSelection(properties: ActionProperties): Select | undefined {
  const { fields, excludeFields } = properties
  if (fields.length > 0) return overRows((row) => keepFields(row, fields))
  if (excludeFields.length > 0) {
    const excluded = new Set(excludeFields)
    return overRows((row) => dropFields(row, excluded))
  }
  return undefined
}

function overRows(change: (row: RecordValue) => RecordValue): Select {
  return (value, item) => {
    if (isRecord(value)) return change(value)
    if (isRecordList(value)) return value.map(change)
    const text = toGoText(value)
    throw itemError(item, `fail to decode data ${text} for error unsupported type ${text}`)
  }
}

function keepFields(row: RecordValue, fields: readonly string[]): RecordValue {
  const kept = createRecord()
  for (const name of fields) kept[name] = row[name] ?? null
  return kept
}

function dropFields(row: RecordValue, excluded: ReadonlySet<string>): RecordValue {
  const kept = createRecord()
  for (const name of Object.keys(row)) if (!excluded.has(name)) kept[name] = row[name]
  return kept
}

function isRecordList(value: Value | undefined): value is readonly RecordValue[] {
  return isList(value) && value.every(isRecord)
}

function itemError(item: Item, reason: string): TransformError {
  return new TransformError(`fail to TransItem data ${toGoText(item)} for error ${reason}`)
}
