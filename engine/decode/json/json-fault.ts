import { quote } from '../../base/quote.ts'

/**
 * Why a payload is no JSON for eKuiper, in its words, or undefined where it is. Runs only for payloads
 * that the scanner rejected, so it is written for the text of the message, not for speed.
 */
export function describeJsonFault(text: string): string | undefined {
  try {
    const rest = skipSpace(readValue(skipSpace(text), 1))
    return rest === '' ? undefined : `unexpected tail: ${quote(shorten(rest))}`
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault
    return `cannot parse JSON: ${fault.message}; unparsed tail: ${quote(shorten(fault.tail))}`
  }
}

/** Values nested deeper than this are refused. */
export const maxDepth = 300

class JsonFault extends Error {
  readonly tail: string
  constructor(message: string, tail: string) {
    super(message)
    this.tail = tail
  }
}

/** Adds what was being read around the fault. */
function within<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault
    throw new JsonFault(`${what}: ${fault.message}`, fault.tail)
  }
}

/** Each reader takes the text that is left and returns what is left after it. */
function readValue(text: string, depth: number): string {
  if (text === '') throw new JsonFault('cannot parse empty string', text)
  if (depth > maxDepth)
    throw new JsonFault(`too big depth for the nested JSON; it exceeds ${maxDepth}`, text)
  switch (text[0]) {
    case '{':
      return within('cannot parse object', () => readObject(text.slice(1), depth))
    case '[':
      return within('cannot parse array', () => readArray(text.slice(1), depth))
    case '"':
      return within('cannot parse string', () => readString(text.slice(1)))
    case 't':
      return readWord(text, 'true')
    case 'f':
      return readWord(text, 'false')
    case 'n':
      return /^nan/i.test(text) ? text.slice(3) : readWord(text, 'null')
    default:
      return within('cannot parse number', () => readNumber(text))
  }
}

function readWord(text: string, word: string): string {
  if (!text.startsWith(word)) throw new JsonFault(`unexpected value found: ${quote(text)}`, text)
  return text.slice(word.length)
}

function readNumber(text: string): string {
  const length = /^[-+.\deE]*/.exec(text)?.[0].length ?? 0
  const isSignOnly = length === 1 && /^[-+]/.test(text)
  if (length === text.length || (length > 0 && !isSignOnly)) return text.slice(length)
  if (/^[-+]?(inf|nan)/i.test(text)) return text.slice(length + 3)
  throw new JsonFault(`unexpected char: ${quote(text.slice(0, 1))}`, text)
}

function readString(text: string): string {
  let at = 0
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  if (at >= text.length) throw new JsonFault(`missing closing '"'`, '')
  return text.slice(at + 1)
}

function readArray(text: string, depth: number): string {
  let rest = skipSpace(text)
  if (rest === '') throw new JsonFault(`missing ']'`, rest)
  if (rest[0] === ']') return rest.slice(1)
  for (;;) {
    const item = skipSpace(rest)
    rest = skipSpace(within('cannot parse array value', () => readValue(item, depth + 1)))
    if (rest === '') throw new JsonFault('unexpected end of array', rest)
    if (rest[0] === ']') return rest.slice(1)
    if (rest[0] !== ',') throw new JsonFault(`missing ',' after array value`, rest)
    rest = rest.slice(1)
  }
}

function readObject(text: string, depth: number): string {
  let rest = skipSpace(text)
  if (rest === '') throw new JsonFault(`missing '}'`, rest)
  if (rest[0] === '}') return rest.slice(1)
  for (;;) {
    rest = readKey(skipSpace(rest))
    const value = skipSpace(rest)
    rest = skipSpace(within('cannot parse object value', () => readValue(value, depth + 1)))
    if (rest === '') throw new JsonFault('unexpected end of object', rest)
    if (rest[0] === '}') return rest.slice(1)
    if (rest[0] !== ',') throw new JsonFault(`missing ',' after object value`, rest)
    rest = rest.slice(1)
  }
}

function readKey(text: string): string {
  if (text[0] !== '"') throw new JsonFault(`cannot find opening '"" for object key`, text)
  const rest = skipSpace(within('cannot parse object key', () => readString(text.slice(1))))
  if (rest[0] !== ':') throw new JsonFault(`missing ':' after object key`, rest)
  return rest.slice(1)
}

function skipSpace(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '')
}

/** Long texts are shown by their first and last 40 characters. */
function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 40)}...${text.slice(-40)}`
}
