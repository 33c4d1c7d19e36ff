import type { NumberedRow } from '#ipc/row-port'
import { membersOf, printMember, readRow } from './row-reading.ts'

export interface TableColumn {
  readonly key: string
  readonly title: string
  readonly kind: 'time' | 'topic' | 'message' | 'value'
  readonly isNumeric: boolean
  readonly width: number
  /** The longest `.25` behind a number, so that all points stand below each other. */
  readonly fraction: number
}

const rowsLookedAt = 60
const minimumWidth = 64
const maximumWidth = 300

/**
 * The columns of these rows (newest first), in the order their names appear. Widths only grow against
 * `before`, so that the table does not jump while rows come.
 */
export function columnsOf(
  rows: readonly NumberedRow[],
  before: readonly TableColumn[],
): readonly TableColumn[] {
  const sample = rows.slice(0, rowsLookedAt)
  const known = new Map(before.map((column) => [column.key, column]))
  const columns: TableColumn[] = [timeColumn]
  if (sample.some((row) => row.message !== undefined)) columns.push(messageColumn(sample, known))
  if (sample.some((row) => readRow(row).topic !== undefined))
    columns.push(topicColumn(sample, known))
  for (const name of memberNames(sample, before)) columns.push(valueColumn(name, sample, known))
  return isSameColumns(columns, before) ? before : columns
}

const timeColumn: TableColumn = {
  key: '#time',
  title: 'Time',
  kind: 'time',
  isNumeric: false,
  width: 112,
  fraction: 0,
}

function messageColumn(
  rows: readonly NumberedRow[],
  known: ReadonlyMap<string, TableColumn>,
): TableColumn {
  const texts = rows.map((row) => row.message ?? '')
  const wanted = widthOf('Reason', texts, undefined) + 40
  const width = Math.max(wanted, known.get('#message')?.width ?? 0)
  return { key: '#message', title: 'Reason', kind: 'message', isNumeric: false, width, fraction: 0 }
}

function topicColumn(
  rows: readonly NumberedRow[],
  known: ReadonlyMap<string, TableColumn>,
): TableColumn {
  const texts = rows.map((row) => readRow(row).topic ?? '')
  const width = widthOf('Topic', texts, known.get('#topic'))
  return { key: '#topic', title: 'Topic', kind: 'topic', isNumeric: false, width, fraction: 0 }
}

function valueColumn(
  name: string,
  rows: readonly NumberedRow[],
  known: ReadonlyMap<string, TableColumn>,
): TableColumn {
  const key = `.${name}`
  const values = rows.map((row) => membersOf(row)?.[name])
  const present = values.filter((value) => value !== undefined && value !== null)
  const isNumeric =
    present.length > 0 &&
    present.every((value) => typeof value === 'number' || typeof value === 'bigint')
  const texts = values.map(printMember)
  const fractions = isNumeric ? texts.map(fractionOf) : []
  const fraction = Math.min(longestFraction, Math.max(known.get(key)?.fraction ?? 0, ...fractions))
  const aligned = texts.map((text) =>
    isNumeric ? text + ' '.repeat(Math.max(0, fraction - fractionOf(text))) : text,
  )
  return {
    key,
    title: name,
    kind: 'value',
    isNumeric,
    width: widthOf(name, aligned, known.get(key)),
    fraction,
  }
}

const longestFraction = 7

/** How many characters of a number stand behind its whole part. */
export function fractionOf(text: string): number {
  const point = text.search(/[.e]/)
  return point === -1 ? 0 : text.length - point
}

function memberNames(
  rows: readonly NumberedRow[],
  before: readonly TableColumn[],
): readonly string[] {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(membersOf(row) ?? {})) names.add(name)
  const kept = before.flatMap(({ kind, title }) =>
    kind === 'value' && names.has(title) ? [title] : [],
  )
  return [...new Set([...kept, ...names])]
}

/** 12 px JetBrains Mono is 7.2 px a character; cells have 10 px on both sides. */
function widthOf(title: string, texts: readonly string[], before: TableColumn | undefined): number {
  const longest = Math.max(title.length, ...texts.map((text) => text.length))
  const width = Math.min(maximumWidth, Math.max(minimumWidth, Math.ceil(longest * 7.25) + 22))
  return Math.max(width, before?.width ?? 0)
}

function isSameColumns(a: readonly TableColumn[], b: readonly TableColumn[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        column.key === other.key &&
        column.width === other.width &&
        column.isNumeric === other.isNumeric &&
        column.fraction === other.fraction
      )
    })
  )
}
