import type { SchemaPlace } from './schema-error.ts'

/** What a parser's message tells of its place: only syntax errors come with a line. */
export interface ReadFault {
  readonly place: SchemaPlace
  readonly text: string
}

/**
 * Finds what a message of the parser speaks of. Syntax errors name their line and token; what is found
 * wrong later names the declaration only, which is looked for in the text.
 */
export function findPlace(file: string, text: string, message: string): ReadFault {
  const syntax = /^(.*?) \(line (\d+)\)$/s.exec(message)
  if (syntax !== null) {
    const reason = syntax[1] ?? message
    // The parser's word for the end of the text.
    if (reason.includes("'null'")) {
      return {
        place: placeOf(file, text, text.trimEnd().length),
        text: 'the schema ends too early',
      }
    }
    const line = Number(syntax[2])
    return { place: { file, line, column: columnOf(text, line, reason) }, text: reason }
  }
  return { place: placeOf(file, text, findOffset(text, message)), text: message }
}

export function placeOf(file: string, text: string, offset: number): SchemaPlace {
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function columnOf(text: string, line: number, reason: string): number {
  const token = /'(.*?)'/s.exec(reason)?.[1] ?? ''
  const found = token === '' ? -1 : (text.split('\n')[line - 1] ?? '').lastIndexOf(token)
  return found + 1 || 1
}

function findOffset(text: string, message: string): number {
  const owner = /\bin (?:Type|Enum|Namespace|OneOf) \.?(\S+)$/.exec(message)?.[1]?.split('.').at(-1)
  const start =
    owner === undefined ? 0 : offsetOf(text, `(?:message|enum|oneof)\\s+(${owner})\\b`, 0)
  const name = /'(.*?)'/.exec(message)?.[1]
  const number = /\bid (-?\d+)\b/.exec(message)?.[1]
  const wanted =
    name === undefined ? `=\\s*(${number ?? ''})\\b` : `(?<![\\w.])(${escapeName(name)})(?![\\w.])`
  if (name === undefined && number === undefined) return start
  const first = offsetOf(text, wanted, start)
  return message.startsWith('duplicate') ? offsetOf(text, wanted, first + 1, first) : first
}

const escapeName = (name: string): string => name.replace(/[^\w]/g, '\\$&')

/** Where the first group of the pattern is found from `start` on. */
function offsetOf(text: string, pattern: string, start: number, fallback = start): number {
  const search = new RegExp(pattern, 'dg')
  search.lastIndex = start
  return search.exec(text)?.indices?.[1]?.[0] ?? fallback
}
