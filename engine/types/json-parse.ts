import { createRecord, type MutableRecord, type Value } from './value.ts'

/**
 * JSON text as Go's encoding/json reads it into `interface{}`: every number is a float64. The error
 * texts are Go's. (Payloads have their own decoder; this one is for texts inside of rows.)
 */
export type JsonResult =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: string }

/** Go stops at 10,000; deeper than this is more than the stack of every platform holds. */
const MAXIMAL_DEPTH = 1_000

export function parseJsonText(text: string): JsonResult {
  const reader = new Reader(text)
  try {
    return { ok: true, value: reader.document() }
  } catch (cause) {
    if (cause instanceof JsonSyntaxError) return { ok: false, error: cause.message }
    throw cause
  }
}

class JsonSyntaxError extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANKS = /[ \t\n\r]*/y
const PLAIN = /[^"\\\u0000-\u001f]*/y

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

class Reader {
  private at = 0
  private depth = 0
  /** Told only when the whole text is well formed. */
  private rangeError: string | undefined
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  document(): Value {
    const value = this.value('looking for beginning of value')
    this.blanks()
    if (this.at < this.text.length) this.fail('after top-level value')
    if (this.rangeError !== undefined) throw new JsonSyntaxError(this.rangeError)
    return value
  }

  private value(where: string): Value {
    this.blanks()
    switch (this.text[this.at]) {
      case '{':
        return this.nested(() => this.object())
      case '[':
        return this.nested(() => this.array())
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number(where)
    }
  }

  private nested(read: () => Value): Value {
    if (++this.depth > MAXIMAL_DEPTH) throw new JsonSyntaxError('exceeded max depth')
    this.at++
    const value = read()
    this.depth--
    return value
  }

  private object(): MutableRecord {
    const record = createRecord()
    this.blanks()
    if (this.accept('}')) return record
    for (;;) {
      this.blanks()
      if (this.text[this.at] !== '"') this.fail('looking for beginning of object key string')
      const name = this.string()
      this.blanks()
      if (!this.accept(':')) this.fail('after object key')
      record[name] = this.value('looking for beginning of value')
      this.blanks()
      if (this.accept('}')) return record
      if (!this.accept(',')) this.fail('after object key:value pair')
    }
  }

  private array(): Value {
    const list: Value[] = []
    this.blanks()
    if (this.accept(']')) return list
    for (;;) {
      list.push(this.value('looking for beginning of value'))
      this.blanks()
      if (this.accept(']')) return list
      if (!this.accept(',')) this.fail('after array element')
    }
  }

  private string(): string {
    this.at++
    let text = ''
    for (;;) {
      text += this.take(PLAIN)
      if (this.accept('"')) return text
      if (!this.accept('\\')) this.fail('in string literal')
      text += this.escape()
    }
  }

  private escape(): string {
    const letter = this.text[this.at] ?? ''
    const simple = ESCAPES.get(letter)
    if (simple !== undefined) {
      this.at++
      return simple
    }
    if (letter !== 'u') this.fail('in string escape code')
    const digits = this.text.slice(this.at + 1, this.at + 5)
    const valid = /^[\da-fA-F]*/.exec(digits)?.[0].length ?? 0
    if (valid < 4) {
      this.at += 1 + valid
      this.fail('in \\u hexadecimal character escape')
    }
    this.at += 5
    return String.fromCharCode(parseInt(digits, 16))
  }

  private word(word: string, value: Value): Value {
    for (let i = 1; i < word.length; i++) {
      if (this.text[this.at + i] === word[i]) continue
      this.at += i
      this.fail(`in literal ${word} (expecting '${word[i] ?? ''}')`)
    }
    this.at += word.length
    return value
  }

  private number(where: string): number {
    const digits = this.take(NUMBER)
    if (digits === '') this.fail(this.text[this.at] === '-' ? this.afterMinus() : where)
    const next = this.text[this.at] ?? ''
    const canGoOn = !/[eE]/.test(digits) && (next !== '.' || !digits.includes('.'))
    if (/[.eE]/.test(next) && canGoOn) this.failInNumber(next)
    const value = Number(digits)
    if (Number.isFinite(value)) return value
    this.rangeError ??= `json: cannot unmarshal number ${digits} into Go value of type float64`
    return 0
  }

  private afterMinus(): string {
    this.at++
    return 'in numeric literal'
  }

  private failInNumber(letter: string): never {
    this.at++
    if (letter === '.') this.fail('after decimal point in numeric literal')
    if (/[+-]/.test(this.text[this.at] ?? '')) this.at++
    this.fail('in exponent of numeric literal')
  }

  private blanks(): void {
    this.take(BLANKS)
  }

  private accept(letter: string): boolean {
    if (this.text[this.at] !== letter) return false
    this.at++
    return true
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  /** At the end Go tries a blank, which is wrong inside of words, numbers and escapes. */
  private fail(where: string): never {
    const isInside = /^(?:in (?!string literal)|after decimal)/.test(where)
    const code = this.text.codePointAt(this.at) ?? (isInside ? 32 : undefined)
    if (code === undefined) throw new JsonSyntaxError('unexpected end of JSON input')
    throw new JsonSyntaxError(`invalid character ${quoteLetter(code)} ${where}`)
  }
}

/** Go looks at single bytes, so of other letters it shows the first one. */
function quoteLetter(code: number): string {
  const letter = String.fromCodePoint(code < 128 ? code : firstByte(code))
  if (letter === "'") return `'\\''`
  if (letter === '"') return `'"'`
  const text = JSON.stringify(letter).slice(1, -1)
  return `'${code < 32 && text.startsWith('\\u') ? `\\x${text.slice(-2)}` : text}'`
}

function firstByte(code: number): number {
  if (code < 0x800) return 0xc0 | (code >> 6)
  return code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18)
}
