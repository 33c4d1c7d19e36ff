import type { NumberedRow } from '#ipc/row-port'
import { isJsonObject, parseJson, printJson, type JsonValue } from '../lib/json.ts'

/** What rows showed about one column. */
export interface ColumnSeen {
  readonly name: string
  /** Types in the order they were seen, such as `float` or `string | null`. */
  readonly type: string
  /** `42.1 to 58.1`, `running, idle`, `25 values`. */
  readonly values: string
}

interface Facts {
  readonly types: Set<string>
  readonly texts: Set<string>
  minimum: number | undefined
  maximum: number | undefined
}

const textsKept = 50

/** Looks at rows as they are shown, newest last. Those that cannot be read count for nothing. */
export function columnsSeenIn(rows: readonly NumberedRow[]): readonly ColumnSeen[] {
  const columns = new Map<string, Facts>()
  for (const { json } of rows) {
    if (json === undefined) continue
    for (const row of readRows(json)) {
      for (const [name, value] of Object.entries(row)) learn(columns, name, value)
    }
  }
  return [...columns].map(([name, facts]) => ({
    name,
    type: describeTypes(facts.types),
    values: describeValues(facts),
  }))
}

function readRows(json: string): readonly Readonly<Record<string, JsonValue>>[] {
  try {
    const value = parseJson(json)
    if (isJsonObject(value)) return [value]
    return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function learn(columns: Map<string, Facts>, name: string, value: JsonValue): void {
  let facts = columns.get(name)
  if (facts === undefined) {
    facts = { types: new Set(), texts: new Set(), minimum: undefined, maximum: undefined }
    columns.set(name, facts)
  }
  facts.types.add(typeOf(value))
  if (typeof value === 'number') {
    facts.minimum = Math.min(facts.minimum ?? value, value)
    facts.maximum = Math.max(facts.maximum ?? value, value)
  } else if (facts.texts.size < textsKept) {
    facts.texts.add(typeof value === 'string' ? value : printJson(value))
  }
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? 'bigint' : 'float'
  if (typeof value === 'object') return Array.isArray(value) ? 'array' : 'struct'
  return typeof value
}

/** Numbers with and without fraction are one type. */
function describeTypes(types: ReadonlySet<string>): string {
  return [...types].filter((type) => type !== 'bigint' || !types.has('float')).join(' | ')
}

function describeValues({ minimum, maximum, texts }: Facts): string {
  if (minimum !== undefined && maximum !== undefined) {
    return minimum === maximum
      ? printNumber(minimum)
      : `${printNumber(minimum)} to ${printNumber(maximum)}`
  }
  const few = [...texts]
  if (few.length >= textsKept) return `${textsKept}+ values`
  return few.length <= 3 && few.join(', ').length <= 28 ? few.join(', ') : `${few.length} values`
}

function printNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}
