export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

type Reviver = (key: string, value: JsonValue, context?: { source?: string }) => JsonValue

/** Integers that float64 cannot hold stay whole: a row must show the number that was sent. */
const keepBigIntegers: Reviver = (_key, value, context) => {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  return /^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value) ? BigInt(source) : value
}

/** Throws a SyntaxError as JSON.parse does. */
export function parseJson(text: string): JsonValue {
  return /\d{16}/.test(text)
    ? (JSON.parse(text, keepBigIntegers) as JsonValue)
    : (JSON.parse(text) as JsonValue)
}

export function isJsonObject(value: unknown): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One line, as the table's cells show it: texts without quotes. */
export function printCell(value: JsonValue | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  return printJson(value)
}

export function printJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value))
    return `[${value.map((item) => printJson(item as JsonValue)).join(',')}]`
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${printJson(member)}`,
    )
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}

/** Equality of plain JSON data, independent of key order. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]))
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
  )
}
