/** Go's per-letter case mapping: a letter whose other case has several letters stays as it is. */

const ASCII = /^[\u0000-\u007f]*$/

export function toLowerLetters(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return mapLetters(text, (letter) => (letter === '\u0130' ? 'i' : letter.toLowerCase()))
}

export function toUpperLetters(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase()
  return mapLetters(text, (letter) => {
    const upper = letter.toUpperCase()
    return upper.length > 1 ? (withIotaBeside(letter) ?? upper) : upper
  })
}

/** Greek letters with an iota below have an upper case of one letter, eight or nine places on. */
function withIotaBeside(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0
  const nearby = [code + 8, code + 9].map((place) => String.fromCodePoint(place))
  return nearby.find((upper) => upper.toLowerCase() === letter)
}

function mapLetters(text: string, map: (letter: string) => string): string {
  let mapped = ''
  for (const letter of text) {
    const other = map(letter)
    mapped += [...other].length === 1 ? other : letter
  }
  return mapped
}
