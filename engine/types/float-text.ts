/** The texts Go makes of a float64. */

/** Go's `%v`: shortest digits, an exponent of at least two digits below -4 and from 6 on. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value)
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const magnitude = Math.abs(value)
  // Numbers of this range have no exponent in JavaScript either.
  if (magnitude >= 1e-4 && magnitude < 1e6) return String(value)
  const { sign, digits, exponent } = shortestDigits(value)
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${sign}${digits[0] ?? ''}${fraction}e${exponent < 0 ? '-' : '+'}${size}`
}

/** Go's strconv.FormatFloat(value, 'f', -1, 64): shortest digits, never an exponent. */
export function formatPlainFloat(value: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value)
  if (Object.is(value, -0)) return '-0'
  const text = String(value)
  if (!text.includes('e')) return text
  const { sign, digits, exponent } = shortestDigits(value)
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  return sign + digits.padEnd(exponent + 1, '0')
}

/** Go's strconv.FormatFloat(value, 'f', places, 64): rounds half to even on the exact binary value. */
export function formatFixedFloat(value: number, places: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const { numerator, scale } = exactFraction(Math.abs(value))
  const scaled = numerator * 10n ** BigInt(places)
  const digits = roundHalfEven(scaled, scale)
    .toString()
    .padStart(places + 1, '0')
  if (places === 0) return sign + digits
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

function nonFiniteText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function shortestDigits(value: number): { sign: string; digits: string; exponent: number } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e')
  return {
    sign: value < 0 ? '-' : '',
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  }
}

/** `value` as numerator / 2^scale, exactly. */
function exactFraction(value: number): { numerator: bigint; scale: bigint } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const mantissa = bits & 0xfffffffffffffn
  const numerator = exponent === 0 ? mantissa : mantissa | 0x10000000000000n
  const power = (exponent === 0 ? 1 : exponent) - 1075
  return power >= 0
    ? { numerator: numerator << BigInt(power), scale: 0n }
    : { numerator, scale: BigInt(-power) }
}

function roundHalfEven(numerator: bigint, scale: bigint): bigint {
  if (scale === 0n) return numerator
  const whole = numerator >> scale
  const rest = numerator - (whole << scale)
  const half = 1n << (scale - 1n)
  if (rest > half || (rest === half && (whole & 1n) === 1n)) return whole + 1n
  return whole
}
