import type { NumberedRow } from '#ipc/row-port'
import { shorten } from '../../lib/format.ts'
import { isJsonObject, parseJson, printCell, type JsonValue } from '../../lib/json.ts'

/** A row taken apart once, however often it is drawn. */
export interface RowReading {
  /** undefined where there is no JSON. */
  readonly value: JsonValue | undefined
  readonly topic: string | undefined
  /** Everything a text filter looks at, in lower case. */
  readonly text: string
}

const readings = new WeakMap<NumberedRow, RowReading>()

export function readRow(row: NumberedRow): RowReading {
  const known = readings.get(row)
  if (known !== undefined) return known
  const value = row.json === undefined ? undefined : tryParse(row.json)
  const metadata = row.metadata === undefined ? undefined : tryParse(row.metadata)
  const found = isJsonObject(metadata) ? metadata['topic'] : undefined
  const topic = typeof found === 'string' ? found : undefined
  const reading: RowReading = {
    value,
    topic,
    text: [row.json, topic, row.message]
      .filter((part) => part !== undefined)
      .join(' ')
      .toLowerCase(),
  }
  readings.set(row, reading)
  return reading
}

/** A batch shows the members of its first row. */
export function membersOf(row: NumberedRow): Readonly<Record<string, JsonValue>> | undefined {
  const { value } = readRow(row)
  if (isJsonObject(value)) return value
  const first = Array.isArray(value) ? (value as readonly JsonValue[])[0] : undefined
  return isJsonObject(first) ? first : undefined
}

const cellLength = 300

/** A member as a cell shows it. */
export function printMember(value: JsonValue | undefined): string {
  return shorten(printCell(value), cellLength)
}

export function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
