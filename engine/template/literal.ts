/** The value of a quoted, raw or character literal with Go's escapes; undefined where it is malformed. */
export function unquoteLiteral(literal: string): string | undefined {
  const mark = literal[0] ?? ''
  const inside = literal.slice(1, -1)
  if (mark === '`') return inside.replace(/\r/g, '')
  if (!inside.includes('\\')) return inside
  let value = ''
  let bytes: number[] = []
  const flush = (): void => {
    if (bytes.length > 0) value += new TextDecoder().decode(Uint8Array.from(bytes))
    bytes = []
  }
  for (let at = 0; at < inside.length;) {
    const escape = escapePattern(inside, at)
    if (escape === undefined) {
      if (inside[at] === '\\') return undefined
      flush()
      value += inside.charAt(at)
      at++
      continue
    }
    at += escape.length
    if (escape.byte !== undefined) bytes.push(escape.byte)
    else {
      flush()
      value += escape.text
    }
  }
  flush()
  return value
}

const named: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

interface Escape {
  readonly length: number
  readonly text: string
  readonly byte?: number
}

function escapePattern(text: string, at: number): Escape | undefined {
  if (text[at] !== '\\') return undefined
  const letter = text[at + 1] ?? ''
  const simple = named[letter]
  if (simple !== undefined) return { length: 2, text: simple }
  const rest = text.slice(at, at + 10)
  const byte = /^\\(?:x([\da-fA-F]{2})|([0-7]{3}))/.exec(rest)
  if (byte !== null) {
    const value = byte[1] === undefined ? parseInt(byte[2] ?? '', 8) : parseInt(byte[1], 16)
    return value > 255 ? undefined : { length: 4, text: '', byte: value }
  }
  const point = /^\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest)
  if (point === null) return undefined
  const code = parseInt(point[1] ?? point[2] ?? '', 16)
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  if (code > 0x10ffff || isSurrogate) return undefined
  return { length: point[0].length, text: String.fromCodePoint(code) }
}
