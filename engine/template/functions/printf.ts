import { quote } from '../../base/quote.ts'
import { formatFixedFloat, formatFloat } from '../../types/float-text.ts'
import { encodeUtf8 } from '../../types/utf8.ts'
import {
  GoInt,
  isBytesValue,
  isListValue,
  isMap,
  textOf,
  toPlain,
  typeName,
  type TemplateValue,
} from '../value.ts'
import { toText } from './convert.ts'
import { goSyntax } from './go-syntax.ts'

interface Verb {
  readonly letter: string
  readonly flags: string
  readonly width: number | undefined
  readonly precision: number | undefined
}

const directive = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:\[(\d+)\])?([\s\S]|$)/gu

/** Go's fmt.Sprintf. */
export function sprintf(format: string, args: readonly TemplateValue[]): string {
  let next = 0
  let isReordered = false
  const take = (): TemplateValue | typeof missing => (next < args.length ? args[next++] : missing)
  const takeNumber = (part: string | undefined): number | undefined => {
    if (part === undefined) return undefined
    if (part !== '*') return Number(part === '' ? 0 : part)
    const value = take()
    return value instanceof GoInt ? Number(value.value) : undefined
  }
  const written = format.replace(
    directive,
    (
      _,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      index: string | undefined,
      letter: string,
    ) => {
      const verb: Verb = {
        letter,
        flags,
        width: takeNumber(width),
        precision: takeNumber(precision),
      }
      if (letter === '') return '%!(NOVERB)'
      if (letter === '%') return '%'
      if (index !== undefined) {
        next = Number(index) - 1
        isReordered = true
      }
      const value = take()
      if (value === missing)
        return index === undefined ? `%!${letter}(MISSING)` : `%!${letter}(BADINDEX)`
      return pad(formatVerb(verb, value), verb, value)
    },
  )
  if (isReordered || next >= args.length) return written
  const extra = args
    .slice(next)
    .map((arg) => (arg === undefined || arg === null ? '<nil>' : `${typeName(arg)}=${textOf(arg)}`))
  return `${written}%!(EXTRA ${extra.join(', ')})`
}

const missing = Symbol('missing')

function pad(text: string, verb: Verb, value: TemplateValue): string {
  const width = verb.width ?? 0
  const length = [...text].length
  if (length >= width) return text
  const fill = width - length
  if (verb.flags.includes('-')) return text + ' '.repeat(fill)
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || value instanceof GoInt
  if (!verb.flags.includes('0') || (isNumber && verb.precision !== undefined && isInteger(value))) {
    return ' '.repeat(fill) + text
  }
  const sign = isNumber ? (/^[-+ ]/.exec(text)?.[0] ?? '') : ''
  return sign + '0'.repeat(fill) + text.slice(sign.length)
}

function isInteger(value: TemplateValue): boolean {
  return typeof value === 'bigint' || value instanceof GoInt
}

function formatVerb(verb: Verb, value: TemplateValue): string {
  if (verb.letter === 'T') return value === undefined || value === null ? '<nil>' : typeName(value)
  if (value === undefined || value === null) {
    return verb.letter === 'v' ? '<nil>' : `%!${verb.letter}(<nil>)`
  }
  if (verb.letter === 'v') {
    return verb.flags.includes('#') ? goSyntax(value) : formatDefault(verb, value)
  }
  return formatTyped(verb, value) ?? `%!${verb.letter}(${typeName(value)}=${textOf(value)})`
}

function formatDefault(verb: Verb, value: TemplateValue): string {
  if (typeof value === 'number') return withSign(formatG(value, verb.precision), verb)
  if (isInteger(value)) return withSign(textOf(value), verb)
  if (typeof value === 'string' && verb.precision !== undefined) {
    return [...value].slice(0, verb.precision).join('')
  }
  return textOf(value)
}

/** Undefined where the verb does not fit the value. */
function formatTyped(verb: Verb, value: TemplateValue): string | undefined {
  if (typeof value === 'boolean') return verb.letter === 't' ? String(value) : undefined
  if (typeof value === 'number') return formatFloatVerb(verb, value)
  if (value instanceof GoInt) return formatIntegerVerb(verb, value.value)
  if (typeof value === 'bigint') return formatIntegerVerb(verb, value)
  if (typeof value === 'string') return formatTextVerb(verb, value, encodeUtf8(value))
  if (isBytesValue(value)) {
    if (verb.letter === 'd') return `[${value.join(' ')}]`
    return formatTextVerb(verb, toText(value), value)
  }
  if (isListValue(value)) return `[${value.map((item) => formatVerb(verb, item)).join(' ')}]`
  if (isMap(value)) {
    const pairs = Object.keys(value)
      .sort()
      .map((name) => `${formatVerb(verb, name)}:${formatVerb(verb, value[name])}`)
    return `map[${pairs.join(' ')}]`
  }
  return verb.letter === 's' ? textOf(value) : undefined
}

function formatTextVerb(verb: Verb, text: string, bytes: Uint8Array): string | undefined {
  switch (verb.letter) {
    case 's':
      return verb.precision === undefined ? text : [...text].slice(0, verb.precision).join('')
    case 'q': {
      const isRaw = verb.flags.includes('#') && !/[`\n]/.test(text)
      return isRaw ? `\`${text}\`` : quote(text)
    }
    case 'x':
    case 'X': {
      const separator = verb.flags.includes(' ') ? ' ' : ''
      const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(separator)
      return verb.letter === 'X' ? digits.toUpperCase() : digits
    }
    default:
      return undefined
  }
}

const radixes: Readonly<Record<string, number>> = { d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }
const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' }

function formatIntegerVerb(verb: Verb, value: bigint): string | undefined {
  const radix = radixes[verb.letter]
  if (radix === undefined) return formatPoint(verb, value)
  const magnitude = value < 0n ? -value : value
  let digits = magnitude.toString(radix).padStart(verb.precision ?? 0, '0')
  if (verb.letter === 'X') digits = digits.toUpperCase()
  const prefix =
    verb.letter === 'O' ? '0o' : verb.flags.includes('#') ? (prefixes[verb.letter] ?? '') : ''
  return withSign((value < 0n ? '-' : '') + prefix + digits, verb)
}

function formatPoint(verb: Verb, value: bigint): string | undefined {
  const isPoint = value >= 0n && value <= 0x10ffffn
  const character = isPoint ? String.fromCodePoint(Number(value)) : '\ufffd'
  switch (verb.letter) {
    case 'c':
      return character
    case 'q':
      return `'${quote(character).slice(1, -1).replace(/\\"/, '"').replace(/^'$/, "\\'")}'`
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`
    default:
      return undefined
  }
}

function formatFloatVerb(verb: Verb, value: number): string | undefined {
  switch (verb.letter) {
    case 'f':
    case 'F':
      return withSign(formatFixedFloat(value, verb.precision ?? 6), verb)
    case 'e':
    case 'E':
      return withSign(formatE(value, verb.precision ?? 6, verb.letter), verb)
    case 'g':
      return withSign(formatG(value, verb.precision), verb)
    case 'G':
      return withSign(formatG(value, verb.precision).replace('e', 'E'), verb)
    default:
      return undefined
  }
}

function formatE(value: number, precision: number, letter: string): string {
  if (!Number.isFinite(value)) return formatFloat(value)
  const text = value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2')
  const signed = Object.is(value, -0) ? `-${text}` : text
  return letter === 'E' ? signed.toUpperCase() : signed
}

function formatG(value: number, precision: number | undefined): string {
  if (precision === undefined || !Number.isFinite(value)) return formatFloat(value)
  const digits = precision === 0 ? 1 : precision
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e')
  const exponent = Number(exponentText)
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
  if (exponent >= -4 && exponent < digits) {
    return trim(value.toFixed(Math.max(0, digits - 1 - exponent)))
  }
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${trim(mantissa)}e${exponent < 0 ? '-' : '+'}${size}`
}

function withSign(text: string, verb: Verb): string {
  if (text.startsWith('-')) return text
  if (verb.flags.includes('+')) return text.startsWith('+') ? text : `+${text}`
  return verb.flags.includes(' ') ? ` ${text}` : text
}

/** Go's fmt.Sprint: a blank between two operands of which neither is a text. */
export function sprint(args: readonly TemplateValue[]): string {
  let written = ''
  for (const [index, arg] of args.entries()) {
    const isBetween = index > 0 && typeof arg !== 'string' && typeof args[index - 1] !== 'string'
    written += (isBetween ? ' ' : '') + textOf(toPlain(arg))
  }
  return written
}
