import type { NumberedRow } from '#ipc/row-port'
import { isJsonObject, printCell, type JsonValue } from '../../lib/json.ts'
import { membersOf, readRow } from './row-reading.ts'

export type RowFilter = (row: NumberedRow) => boolean

const comparison = /^([\w.$-]+)\s*(>=|<=|!=|=|>|<)\s*(.+)$/

/** `temperature > 50` compares a member; everything else is a text that a row must contain. */
export function parseFilter(text: string): RowFilter | undefined {
  const wanted = text.trim()
  if (wanted === '') return undefined
  const match = comparison.exec(wanted)
  if (match === null) {
    const lower = wanted.toLowerCase()
    return (row) => readRow(row).text.includes(lower)
  }
  const [, path = '', operator = '', right = ''] = match
  const value = unquote(right.trim())
  return (row) => compare(memberAt(row, path), operator, value)
}

function memberAt(row: NumberedRow, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = membersOf(row)
  for (const name of path.split('.')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

function compare(left: JsonValue | undefined, operator: string, right: string): boolean {
  if (left === undefined || left === null) return false
  const number = Number(right)
  const isNumeric =
    (typeof left === 'number' || typeof left === 'bigint') && right !== '' && !Number.isNaN(number)
  const order = isNumeric ? Number(left) - number : printCell(left).localeCompare(right)
  switch (operator) {
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '!=':
      return order !== 0
    default:
      return order === 0
  }
}

function unquote(text: string): string {
  const match = /^(["'])(.*)\1$/.exec(text)
  return match?.[2] ?? text
}
