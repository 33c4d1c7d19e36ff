const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
}

/**
 * The value of a double-quoted Go literal's inside, or undefined where Go's `strconv.Unquote` fails: an
 * unknown escape, a raw quote or line feed, a surrogate. `\x` and octal escapes are bytes of UTF-8.
 */
export function unquoteGo(inside: string): string | undefined {
  if (inside.includes('\n')) return undefined
  if (!inside.includes('\\')) return inside.includes('"') ? undefined : inside
  const pieces: string[] = []
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) pieces.push(new TextDecoder().decode(Uint8Array.from(bytes)))
    bytes = []
  }
  for (let at = 0; at < inside.length;) {
    const character = inside.charAt(at)
    if (character === '"') return undefined
    if (character !== '\\') {
      flush()
      pieces.push(character)
      at++
      continue
    }
    const escape = readEscape(inside, at + 1)
    if (escape === undefined) return undefined
    if (escape.byte !== undefined) bytes.push(escape.byte)
    else {
      flush()
      pieces.push(escape.text)
    }
    at = escape.end
  }
  flush()
  return pieces.join('')
}

interface Escape {
  readonly text: string
  readonly byte?: number
  readonly end: number
}

function readEscape(text: string, at: number): Escape | undefined {
  const letter = text.charAt(at)
  const simple = simpleEscapes[letter]
  if (simple !== undefined) return { text: simple, end: at + 1 }
  if (letter === 'x') return readByte(text.slice(at + 1, at + 3), 16, 2, at + 3)
  if (letter >= '0' && letter <= '7') return readByte(text.slice(at, at + 3), 8, 3, at + 3)
  if (letter === 'u') return readCodePoint(text.slice(at + 1, at + 5), 4, at + 5)
  if (letter === 'U') return readCodePoint(text.slice(at + 1, at + 9), 8, at + 9)
  return undefined
}

function readByte(digits: string, radix: 8 | 16, length: number, end: number): Escape | undefined {
  const pattern = radix === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/
  if (digits.length !== length || !pattern.test(digits)) return undefined
  const byte = parseInt(digits, radix)
  return byte > 255 ? undefined : { text: '', byte, end }
}

function readCodePoint(digits: string, length: number, end: number): Escape | undefined {
  if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) return undefined
  const code = parseInt(digits, 16)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
  return { text: String.fromCodePoint(code), end }
}

/** `value` as a double-quoted literal that `unquoteGo` reads back. */
export function quoteGo(value: string): string {
  const inside = value.replace(/[\\"\n\r\t\0]/g, (character) => {
    switch (character) {
      case '\n':
        return '\\n'
      case '\r':
        return '\\r'
      case '\t':
        return '\\t'
      case '\0':
        return '\\x00'
      default:
        return `\\${character}`
    }
  })
  return `"${inside}"`
}
