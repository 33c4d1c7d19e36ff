import { compareUtf8, encodeUtf8 } from '../types/utf8.ts'
import type { RecordValue } from '../types/value.ts'
import type { Encodable, Encoder } from './encodable.ts'
import { encodeMessage } from './message-bytes.ts'
import { textOf } from './text-value.ts'

export interface DelimitedOptions {
  readonly delimiter: string
  readonly hasHeader: boolean
  readonly fields: readonly string[]
}

/**
 * Values joined by a delimiter, never quoted or escaped. The columns of single rows are `fields`, else
 * those of the first row that has any, sorted, for as long as the encoder lives. A list has the sorted
 * columns of its own first row.
 */
export function createDelimitedEncoder(options: DelimitedOptions): Encoder {
  const delimiter = options.delimiter === '' ? ',' : options.delimiter
  let columns: readonly string[] = options.fields
  const encodeRow = (row: RecordValue): Uint8Array => {
    if (columns.length > 0) return encodeMessage(joinRow(row, columns, delimiter))
    columns = columnsOf(row)
    const text = joinRow(row, columns, delimiter)
    return options.hasHeader
      ? withHeader(columns.join(delimiter), text, delimiter)
      : encodeMessage(text)
  }
  return (data) =>
    isRowList(data)
      ? encodeMessage(joinRows(data, delimiter, options.hasHeader).join('\n'))
      : encodeRow(data)
}

/** Rows as lines, with the header line in front where asked; nothing at all for no rows. */
export function joinRows(
  rows: readonly RecordValue[],
  delimiter: string,
  hasHeader: boolean,
): readonly string[] {
  const [first] = rows
  if (first === undefined) return []
  const columns = columnsOf(first)
  const lines = rows.map((row) => joinRow(row, columns, delimiter))
  return hasHeader ? [columns.join(delimiter), ...lines] : lines
}

function columnsOf(row: RecordValue): readonly string[] {
  return Object.keys(row)
    .filter((name) => row[name] !== undefined)
    .sort(compareUtf8)
}

function joinRow(row: RecordValue, columns: readonly string[], delimiter: string): string {
  return columns.map((name) => textOf(row[name])).join(delimiter)
}

function isRowList(data: Encodable): data is readonly RecordValue[] {
  return Array.isArray(data)
}

/**
 * eKuiper tells its file sink the header inside the first message: the delimiter, the header's length in
 * four bytes, the header, the row. Every sink gets these bytes.
 */
function withHeader(header: string, row: string, delimiter: string): Uint8Array {
  const length = encodeUtf8(header).length
  const prefix = encodeUtf8(delimiter)
  const rest = encodeUtf8(header + row)
  const bytes = new Uint8Array(prefix.length + 4 + rest.length)
  bytes.set(prefix)
  new DataView(bytes.buffer).setUint32(prefix.length, length)
  bytes.set(rest, prefix.length + 4)
  return bytes
}
