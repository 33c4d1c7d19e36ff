import { DecodeError } from '../decode-error.ts'
import { quote } from '../../base/quote.ts'

/**
 * Numbers as eKuiper's parser reads them out of the characters `0-9 . - + e E` (and `nan`, `inf`), which
 * is laxer than JSON: `007`, `.5`, `5.`, `NaN`, `1e400` are numbers; `+1`, `1e`, `--1` are not.
 */
export function parseFloat64(text: string): number {
  const isNegative = text.startsWith('-')
  const start = isNegative ? 1 : 0
  if (isNegative && text.length === 1)
    throw new DecodeError(`cannot parse float64 from ${quote(text)}`)
  const whole = digitsEnd(text, start)
  if (text[start] === '.' && digitsEnd(text, start + 1) === start + 1)
    throw new DecodeError(`missing integer and fractional part in ${quote(text)}`)
  if (whole > 18) return parseExact(text)
  if (whole === start && text[start] !== '.') return parseName(text, start, isNegative)

  let end = whole
  let magnitude = Number(text.slice(start, whole) || '0')
  if (text[whole] === '.') {
    // A point at the very end also loses the sign.
    if (whole + 1 === text.length) return magnitude
    end = digitsEnd(text, whole + 1)
    if (end > whole + 1 && end - start > 16) return parseExact(text)
    magnitude = Number(text.slice(start, end))
  }
  if (end < text.length) {
    const exponent = parseExponent(text, end)
    if (Math.abs(exponent) > 300) return parseExact(text)
    magnitude *= powerOfTen(exponent)
  }
  return isNegative ? -magnitude : magnitude
}

function parseExponent(text: string, at: number): number {
  if (text[at] !== 'e' && text[at] !== 'E')
    throw new DecodeError(`cannot parse float64 from ${quote(text)}`)
  const hasSign = text[at + 1] === '+' || text[at + 1] === '-'
  const digits = at + (hasSign ? 2 : 1)
  const end = digitsEnd(text, digits)
  if (end === digits) throw new DecodeError(`cannot parse exponent in ${quote(text)}`)
  const exponent = Number(text.slice(digits, end))
  if (exponent <= 300 && end < text.length)
    throw new DecodeError(`cannot parse float64 from ${quote(text)}`)
  return text[at + 1] === '-' ? -exponent : exponent
}

function parseName(text: string, start: number, isNegative: boolean): number {
  const name = text.slice(text[start] === '+' ? start + 1 : start)
  if (/^inf(inity)?$/i.test(name)) return isNegative ? -Infinity : Infinity
  if (/^nan$/i.test(name)) return NaN
  throw new DecodeError(
    `unparsed tail left after parsing float64 from ${quote(text)}: ${quote(name)}`,
  )
}

function parseExact(text: string): number {
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Number(text)
  throw new DecodeError(`strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`)
}

/**
 * A product of two powers, as eKuiper computes it. It multiplies by this instead of rounding once, so
 * that `1.1e-5` is one unit in the last place away from the nearest double.
 */
function powerOfTen(exponent: number): number {
  const size = Math.abs(exponent)
  const large = Number(`${exponent < 0 ? '1e-' : '1e'}${size - (size % 32)}`)
  const small = Number(`1e${size % 32}`)
  return exponent < 0 ? large / small : large * small
}

function digitsEnd(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) break
    at++
  }
  return at
}

/** An int64: digits with an optional minus, nothing else. */
export function parseInt64(text: string): bigint {
  const start = text.startsWith('-') ? 1 : 0
  const end = digitsEnd(text, start)
  if (end === start) throw new DecodeError(`cannot parse int64 from ${quote(text)}`)
  if (end > 18) return parseWideInt64(text)
  if (end < text.length)
    throw new DecodeError(
      `unparsed tail left after parsing int64 form ${quote(text)}: ${quote(text.slice(end))}`,
    )
  return BigInt(text)
}

function parseWideInt64(text: string): bigint {
  if (!/^-?\d+$/.test(text))
    throw new DecodeError(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`)
  // Leading zeros do not count; what is longer than this cannot be an int64, so no huge BigInt is built.
  const digits = text.replace(/^-?0*/, '')
  const value = digits.length > 19 ? undefined : BigInt(text)
  if (value === undefined || BigInt.asIntN(64, value) !== value)
    throw new DecodeError(`strconv.ParseInt: parsing ${quote(text)}: value out of range`)
  return value
}
