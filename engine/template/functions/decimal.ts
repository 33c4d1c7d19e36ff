import { Fault } from '../fault.ts'

/** A double's shortest decimal text as digits * 10^-scale: sprig calculates with these, not with doubles. */
export interface Decimal {
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

export type CombineDecimals = (a: Decimal, b: Decimal) => Decimal

/** From left to right, rounded to a double only at the end. */
export function foldDecimals(values: readonly number[], combine: CombineDecimals): number {
  return toNumber(values.map(toDecimal).reduce(combine))
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b)
  return { digits: x + y, scale }
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b)
  return { digits: x - y, scale }
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale }
}

/** Quotients have 16 decimals, the last one rounded half away from zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y] = align(a, b)
  if (y === 0n) throw new Fault('decimal division by 0')
  const scaled = x * 10n ** 17n
  const quotient = scaled / y
  const isNegative = quotient < 0n
  const magnitude = isNegative ? -quotient : quotient
  const rounded = (magnitude + 5n) / 10n
  return { digits: isNegative ? -rounded : rounded, scale: 16 }
}
