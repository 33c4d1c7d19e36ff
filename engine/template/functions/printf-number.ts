import { quote, quoteAscii } from '../../base/quote.ts'
import {
  formatBinaryFloat,
  formatFixedFloat,
  formatFloat,
  formatHexFloat,
  roundToDigits,
} from '../../types/float-text.ts'
import type { Directive } from './directive.ts'

const radixes: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }

/** Undefined where the verb does not fit an integer. */
export function formatIntegerVerb(verb: Directive, value: bigint): string | undefined {
  const radix = radixes[verb.letter]
  if (radix === undefined) return formatPoint(verb, value)
  if (verb.precision === 0 && value === 0n) return ''
  const sign = value < 0n ? '-' : signOf(verb)
  const isFilled = verb.precision === undefined && verb.isZero && verb.width !== undefined
  const least = isFilled ? (verb.width ?? 0) - sign.length : (verb.precision ?? 0)
  const digits = (value < 0n ? -value : value).toString(radix).padStart(least, '0')
  const written = sign + prefixOf(verb, digits) + digits
  return verb.letter === 'X' ? written.toUpperCase() : written
}

function prefixOf(verb: Directive, digits: string): string {
  if (verb.letter === 'O') return '0o' + (verb.isSharp && !digits.startsWith('0') ? '0' : '')
  if (!verb.isSharp) return ''
  switch (verb.letter) {
    case 'b':
      return '0b'
    case 'o':
      return digits.startsWith('0') ? '' : '0'
    case 'x':
    case 'X':
      return '0x'
    default:
      return ''
  }
}

function signOf(verb: Directive): string {
  if (verb.isPlus) return '+'
  return verb.isBlank ? ' ' : ''
}

function formatPoint(verb: Directive, value: bigint): string | undefined {
  const isPoint = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn)
  const character = isPoint ? String.fromCodePoint(Number(value)) : '\ufffd'
  switch (verb.letter) {
    case 'c':
      return character
    case 'q': {
      const quoted = (verb.isPlus ? quoteAscii : quote)(character).slice(1, -1)
      return `'${quoted.replace(/^\\"$/, '"').replace(/^'$/, "\\'")}'`
    }
    case 'U': {
      const digits = BigInt.asUintN(64, value).toString(16).toUpperCase()
      const code = `U+${digits.padStart(Math.max(4, verb.precision ?? 0), '0')}`
      return verb.isSharp && isPoint && isPrintable(character) ? `${code} '${character}'` : code
    }
    default:
      return undefined
  }
}

function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)
}

/** Undefined where the verb does not fit a float. */
export function formatFloatVerb(verb: Directive, value: number): string | undefined {
  const text = floatDigits(verb, value)
  if (text === undefined) return undefined
  const isNegative = text.startsWith('-')
  const hasSign = isNegative || text.startsWith('+')
  const sign = isNegative ? '-' : signOf(verb)
  if (Number.isNaN(value)) return sign + text
  if (!Number.isFinite(value)) return (sign || '+') + text.slice(1)
  let digits = hasSign ? text.slice(1) : text
  if (verb.isSharp && verb.letter !== 'b') digits = withPoint(verb, digits)
  if (verb.letter === 'X') digits = digits.toUpperCase()
  if (verb.isZero) digits = digits.padStart((verb.width ?? 0) - sign.length, '0')
  return sign + digits
}

function floatDigits(verb: Directive, value: number): string | undefined {
  switch (verb.letter) {
    case 'v':
    case 'g':
      return formatG(value, verb.precision)
    case 'G':
      return formatG(value, verb.precision).replace('e', 'E')
    case 'f':
    case 'F':
      return formatFixedFloat(value, verb.precision ?? 6)
    case 'e':
      return formatE(value, verb.precision ?? 6)
    case 'E':
      return formatE(value, verb.precision ?? 6).replace('e', 'E')
    case 'b':
      return formatBinaryFloat(value)
    case 'x':
    case 'X':
      return formatHexFloat(value, verb.precision)
    default:
      return undefined
  }
}

function formatE(value: number, places: number): string {
  if (!Number.isFinite(value)) return formatFloat(value)
  const { digits, exponent } = roundToDigits(value, places + 1)
  const fraction = places > 0 ? `.${digits.slice(1)}` : ''
  return `${signText(value)}${digits.charAt(0)}${fraction}e${exponentText(exponent)}`
}

function formatG(value: number, precision: number | undefined): string {
  if (precision === undefined || !Number.isFinite(value)) return formatFloat(value)
  const count = Math.max(1, precision)
  const { digits, exponent } = roundToDigits(value, count)
  const kept = digits.replace(/0+$/, '') || '0'
  if (exponent < -4 || exponent >= count) {
    const fraction = kept.length > 1 ? `.${kept.slice(1)}` : ''
    return `${signText(value)}${kept.charAt(0)}${fraction}e${exponentText(exponent)}`
  }
  if (exponent < 0) return `${signText(value)}0.${'0'.repeat(-exponent - 1)}${kept}`
  const whole = kept.padEnd(exponent + 1, '0')
  const fraction = whole.slice(exponent + 1)
  return signText(value) + whole.slice(0, exponent + 1) + (fraction === '' ? '' : `.${fraction}`)
}

function signText(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : ''
}

function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0')
}

/** `#` keeps the point, and the zeros behind it where the precision counts digits. */
function withPoint(verb: Directive, text: string): string {
  const isHex = verb.letter === 'x' || verb.letter === 'X'
  const [, number = '', tail = ''] = (isHex ? /^(0x[^p]*)(.*)$/ : /^([^eE]*)(.*)$/).exec(text) ?? []
  const pointed = number.includes('.') ? number : `${number}.`
  const countsDigits = 'vgGx'.includes(verb.letter)
  if (!countsDigits) return pointed + tail
  // Zeros in front of the first digit do not count, but of a zero one does.
  const digits = pointed.replace(/^0x/, '').replace('.', '')
  const shown = isHex ? digits.length : Math.max(1, digits.replace(/^0+/, '').length)
  const wanted = verb.precision ?? 6
  return pointed + '0'.repeat(Math.max(0, wanted - shown)) + tail
}
