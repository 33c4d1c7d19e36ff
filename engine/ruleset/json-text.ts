import { placeOf } from './text-edit.ts'

export type JsonResult =
  | { readonly ok: true; readonly value: unknown }
  /** `message` has line and column in it. */
  | { readonly ok: false; readonly message: string; readonly offset: number }

/** Parses JSON; a fault is told with its place, whatever the platform's own parser says about it. */
export function parseJson(text: string): JsonResult {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch {
    // The platform's message has no reliable place: the scanner finds it.
    const fault = new JsonScanner(text).fault() ?? { expected: 'valid JSON', offset: 0 }
    const { line, column } = placeOf(text, fault.offset)
    const found = fault.offset >= text.length ? 'the end' : show(text, fault.offset)
    const message = `expected ${fault.expected}, found ${found} (line ${line}, column ${column})`
    return { ok: false, message, offset: fault.offset }
  }
}

/** Where a member of the top-level object has its value; 0 where it is not found. */
export function offsetOfMember(text: string, ...path: readonly string[]): number {
  return new JsonScanner(text).offsetOf(path)
}

function show(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0)
  return character === '\n' ? 'the end of the line' : `\`${character}\``
}

interface JsonFault {
  readonly expected: string
  readonly offset: number
}

/** Walks JSON text without building values, to say where something is. */
class JsonScanner {
  readonly #text: string
  #at = 0
  #fault: JsonFault | undefined
  #wanted: readonly string[] | undefined
  #found = 0
  #path: string[] = []

  constructor(text: string) {
    this.#text = text
  }

  fault(): JsonFault | undefined {
    this.#value()
    this.#blanks()
    if (this.#at < this.#text.length) this.#fail('the end of the file')
    return this.#fault
  }

  offsetOf(path: readonly string[]): number {
    this.#wanted = path
    this.#value()
    return this.#found
  }

  #fail(expected: string): void {
    this.#fault ??= { expected, offset: this.#at }
    // Nothing behind the first fault counts.
    this.#at = this.#text.length
  }

  #blanks(): void {
    while (/^[ \t\r\n]/.test(this.#text.charAt(this.#at))) this.#at += 1
  }

  #take(character: string): boolean {
    this.#blanks()
    if (this.#text.charAt(this.#at) !== character) return false
    this.#at += 1
    return true
  }

  #value(): void {
    this.#blanks()
    if (this.#wanted?.join('\n') === this.#path.join('\n')) this.#found = this.#at
    const character = this.#text.charAt(this.#at)
    if (character === '{') this.#members()
    else if (character === '[') this.#elements()
    else if (character === '"') this.#string()
    else if (!this.#pattern(/(true|false|null)\b/y) && !this.#pattern(numberPattern)) {
      this.#fail('a value')
    }
  }

  #pattern(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return false
    this.#at += match[0].length
    return true
  }

  #string(): string {
    const start = this.#at
    if (!this.#pattern(stringPattern)) {
      this.#blanks()
      if (this.#text.charAt(this.#at) !== '"') this.#fail('a name in double quotes')
      else this.#failInString()
      return ''
    }
    return this.#text.slice(start + 1, this.#at - 1)
  }

  #failInString(): void {
    this.#at += 1
    this.#pattern(stringPartPattern)
    const character = this.#text.charAt(this.#at)
    this.#fail(character === '\\' ? 'a valid escape' : 'a closing double quote')
  }

  #members(): void {
    this.#at += 1
    if (this.#take('}')) return
    do {
      this.#blanks()
      const name = this.#string()
      if (!this.#take(':')) this.#fail('`:`')
      this.#path.push(name)
      this.#value()
      this.#path.pop()
    } while (this.#fault === undefined && this.#take(','))
    if (!this.#take('}')) this.#fail('`,` or `}`')
  }

  #elements(): void {
    this.#at += 1
    if (this.#take(']')) return
    let index = 0
    do {
      this.#path.push(String(index++))
      this.#value()
      this.#path.pop()
    } while (this.#fault === undefined && this.#take(','))
    if (!this.#take(']')) this.#fail('`,` or `]`')
  }
}

const numberPattern = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const stringPart = '(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*'
const stringPattern = new RegExp(`"${stringPart}"`, 'y')
const stringPartPattern = new RegExp(stringPart, 'y')
