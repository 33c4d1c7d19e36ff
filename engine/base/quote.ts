/** Text in double quotes as Go's `%q` writes it: what does not print is escaped. */
export function quote(text: string): string {
  let quoted = '"'
  for (const character of text) quoted += quoteCharacter(character)
  return `${quoted}"`
}

/** The same with every character outside of ASCII escaped, as `%+q` writes it. */
export function quoteAscii(text: string): string {
  let quoted = '"'
  for (const character of text) {
    quoted += character > '\u007f' ? escapePoint(character) : quoteCharacter(character)
  }
  return `${quoted}"`
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** Letters, marks, numbers, punctuation, symbols and the ASCII blank print. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

function quoteCharacter(character: string): string {
  const short = named[character]
  if (short !== undefined) return short
  if (printable.test(character)) return character
  return escapePoint(character)
}

function escapePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x80) return `\\x${hex(point, 2)}`
  return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`
}

function hex(point: number, digits: number): string {
  return point.toString(16).padStart(digits, '0')
}
