import { parseJson, type JsonResult } from './json-text.ts'
import { isRecord, mapLeaves } from './record.ts'

/**
 * JSON whose integers keep all their digits: those that a number would write differently are bigints. For
 * what is read to be written again; what runs gets `withFloats`, as eKuiper's own properties are.
 */
export function parseExactJson(text: string): JsonResult {
  const plain = parseJson(text)
  if (!plain.ok || !/\d{16}/.test(text)) return plain
  const marker = unusedMarker(text)
  const marked = text.replace(tokenPattern, (token) =>
    isBigInteger(token) ? `"${marker}${token}"` : token,
  )
  const value: unknown = JSON.parse(marked, (_, item: unknown) =>
    typeof item === 'string' && item.startsWith(marker) ? BigInt(item.slice(marker.length)) : item,
  )
  return { ok: true, value }
}

/** As `JSON.stringify`, with bigints as integers. `indent` is the number of blanks a level. */
export function printExactJson(value: unknown, indent = 0): string {
  return print(value, indent === 0 ? undefined : ' '.repeat(indent), '\n') ?? 'null'
}

/** The same data with numbers for bigints; data without any is returned itself. */
export function withFloats<Data>(data: Data): Data {
  return mapLeaves(data, (value) => (typeof value === 'bigint' ? Number(value) : value)) as Data
}

const tokenPattern = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function isBigInteger(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && String(Number(token)) !== token
}

function unusedMarker(text: string): string {
  let marker = 'integer:'
  while (text.includes(marker)) marker = `x${marker}`
  return marker
}

/** Undefined for what JSON leaves out. `line` starts a line of the level the value stands on. */
function print(value: unknown, indent: string | undefined, line: string): string | undefined {
  if (typeof value === 'bigint') return value.toString()
  const isList = Array.isArray(value)
  if (!isList && !isRecord(value)) return JSON.stringify(value)
  const inner = `${line}${indent ?? ''}`
  const colon = indent === undefined ? ':' : ': '
  const parts = isList
    ? (value as readonly unknown[]).map((item) => print(item, indent, inner) ?? 'null')
    : Object.entries(value).flatMap(([key, member]) => {
        const text = print(member, indent, inner)
        return text === undefined ? [] : [`${JSON.stringify(key)}${colon}${text}`]
      })
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0 || indent === undefined) return `${open}${parts.join(',')}${close}`
  return `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`
}
