import { randomUUID } from 'node:crypto'

/** An integer that a number would round. */
const longInteger = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g
const mark = randomUUID()

/** JSON as plain values: integers beyond 2^53 are bigints, as a plugin gets them in Sluice. Throws SyntaxError. */
export function parsePayload(text: string): unknown {
  let isMarked = false
  const marked = text.replace(longInteger, (token) => {
    if (token.startsWith('"') || Number.isSafeInteger(Number(token))) return token
    isMarked = true
    return `"${mark}${token}"`
  })
  if (!isMarked) return JSON.parse(text)
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  )
}

/** A row, or a list of rows; a batch of lists is one list. Throws an Error that shows what came. */
export function readRows(text: string): object {
  let value: unknown
  try {
    value = parsePayload(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`this sink takes rows as JSON; what came is none: ${shown(text)} (${reason})`, {
      cause: error,
    })
  }
  const rows = Array.isArray(value) ? (value as readonly unknown[]).flat() : value
  const items: readonly unknown[] = Array.isArray(rows) ? rows : [rows]
  if (items.every(isRow)) return rows as object
  throw new Error(`this sink takes rows; what came is none: ${shown(text)}`)
}

function isRow(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text)
