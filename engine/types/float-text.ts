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
  const digits = roundHalfEven(scaled, 1n << scale)
    .toString()
    .padStart(places + 1, '0')
  if (places === 0) return sign + digits
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The first `count` digits of a finite number without its sign, and the exponent of the first one. */
export function roundToDigits(
  value: number,
  count: number,
): { readonly digits: string; readonly exponent: number } {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 }
  const { numerator, scale } = exactFraction(Math.abs(value))
  const round = (exponent: number): string => {
    const shift = count - 1 - exponent
    if (shift >= 0) return roundHalfEven(numerator * 10n ** BigInt(shift), 1n << scale).toString()
    return roundHalfEven(numerator, (1n << scale) * 10n ** BigInt(-shift)).toString()
  }
  // The shortest text of a number just below a power of ten is that power.
  const { exponent: guess } = shortestDigits(value)
  const exponent = round(guess).length < count ? guess - 1 : guess
  const digits = round(exponent)
  return digits.length > count
    ? { digits: digits.slice(0, count), exponent: exponent + 1 }
    : { digits, exponent }
}

/** Go's `%b`: the mantissa as an integer, and the exponent of two. */
export function formatBinaryFloat(value: number): string {
  if (!Number.isFinite(value)) return nonFiniteText(value)
  const { mantissa, exponent } = binaryParts(Math.abs(value))
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return `${sign}${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

/** Go's `%x`: one hexadecimal digit before the point, `places` after it or as many as needed. */
export function formatHexFloat(value: number, places: number | undefined): string {
  if (!Number.isFinite(value)) return nonFiniteText(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const { digits, exponent } = hexDigits(Math.abs(value), places)
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${sign}0x${digits.charAt(0)}${fraction}p${exponent < 0 ? '-' : '+'}${power}`
}

function hexDigits(
  value: number,
  places: number | undefined,
): { readonly digits: string; readonly exponent: number } {
  if (value === 0) return { digits: '0'.repeat(1 + (places ?? 0)), exponent: 0 }
  const { mantissa, exponent } = binaryParts(value)
  const width = mantissa.toString(2).length
  // One bit before the point and 52 behind it.
  const normal = mantissa << BigInt(53 - width)
  const power = exponent + width - 1
  if (places === undefined) {
    return { digits: normal.toString(16).replace(/0+$/, ''), exponent: power }
  }
  const dropped = BigInt(Math.max(0, 52 - 4 * places))
  const rounded = roundHalfEven(normal, 1n << dropped)
  const isCarried = rounded >> (53n - dropped) === 1n
  const digits = (isCarried ? rounded >> 1n : rounded).toString(16).padEnd(places + 1, '0')
  return { digits, exponent: isCarried ? power + 1 : power }
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

/** `value` as mantissa * 2^exponent, exactly. */
function binaryParts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return {
    mantissa: exponent === 0 ? fraction : fraction | 0x10000000000000n,
    exponent: (exponent === 0 ? 1 : exponent) - 1075,
  }
}

/** `value` as numerator / 2^scale, exactly. */
function exactFraction(value: number): { numerator: bigint; scale: bigint } {
  const { mantissa, exponent } = binaryParts(value)
  return exponent >= 0
    ? { numerator: mantissa << BigInt(exponent), scale: 0n }
    : { numerator: mantissa, scale: BigInt(-exponent) }
}

/** A quotient of two positive numbers, rounded half to even. */
function roundHalfEven(numerator: bigint, divisor: bigint): bigint {
  const whole = numerator / divisor
  const rest = (numerator % divisor) * 2n
  if (rest > divisor || (rest === divisor && (whole & 1n) === 1n)) return whole + 1n
  return whole
}
