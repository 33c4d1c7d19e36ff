import { Fault } from '../fault.ts'

/** A double's shortest decimal text as digits * 10^-scale: sprig calculates with these, not with doubles. */
interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

function toDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Fault(`cannot create a decimal from ${value}`)
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) }
}

function toNumber(value: Decimal): number {
  return Number(`${value.digits}e${-value.scale}`)
}

function align(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  const lift = (value: Decimal): bigint => value.digits * 10n ** BigInt(scale - value.scale)
  return [lift(a), lift(b), scale]
}

export function addDecimals(a: number, b: number): number {
  const [x, y, scale] = align(toDecimal(a), toDecimal(b))
  return toNumber({ digits: x + y, scale })
}

export function subtractDecimals(a: number, b: number): number {
  const [x, y, scale] = align(toDecimal(a), toDecimal(b))
  return toNumber({ digits: x - y, scale })
}

export function multiplyDecimals(a: number, b: number): number {
  const [x, y] = [toDecimal(a), toDecimal(b)]
  return toNumber({ digits: x.digits * y.digits, scale: x.scale + y.scale })
}

/** Quotients have 16 decimals, the last one rounded half away from zero. */
export function divideDecimals(a: number, b: number): number {
  const [x, y] = align(toDecimal(a), toDecimal(b))
  if (y === 0n) throw new Fault('decimal division by 0')
  const scaled = x * 10n ** 17n
  const quotient = scaled / y
  const isNegative = quotient < 0n
  const magnitude = isNegative ? -quotient : quotient
  const rounded = (magnitude + 5n) / 10n
  return toNumber({ digits: isNegative ? -rounded : rounded, scale: 16 })
}
