/**
 * Powers, logarithms and hyperbolic functions as Go computes them: their last digit decides whether a
 * result is a whole number, and where they overflow.
 */

/** Go's math.Pow: 1 to any power, and -1 to an infinite one, is 1, where JavaScript says NaN. */
export function goPow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (x === -1 && !Number.isFinite(y)) return Number.isNaN(y) ? NaN : 1
  if (y === 0.5) return Math.sqrt(x)
  if (y === -0.5) return 1 / Math.sqrt(x)
  const isPlain = Number.isFinite(x) && Number.isFinite(y) && x !== 0 && Math.abs(y) < 2 ** 53
  if (!isPlain || (x < 0 && !Number.isInteger(y))) return x ** y
  return powerOfFinite(x, y)
}

function powerOfFinite(x: number, y: number): number {
  let whole = Math.trunc(Math.abs(y))
  let fraction = Math.abs(y) - whole
  let mantissa = 1
  let exponent = 0
  if (fraction !== 0) {
    if (fraction > 0.5) {
      fraction -= 1
      whole += 1
    }
    mantissa = Math.exp(fraction * goLog(x))
  }
  let [factor, factorExponent] = splitFloat(x)
  for (; whole !== 0; whole = Math.floor(whole / 2)) {
    if (Math.abs(factorExponent) > 1 << 12) {
      exponent += factorExponent
      break
    }
    if (whole % 2 === 1) {
      mantissa *= factor
      exponent += factorExponent
    }
    factor *= factor
    factorExponent *= 2
    if (Math.abs(factor) < 0.5) {
      factor += factor
      factorExponent--
    }
  }
  return y < 0 ? joinFloat(1 / mantissa, -exponent) : joinFloat(mantissa, exponent)
}

export function goLog10(x: number): number {
  return goLog(x) * Math.LOG10E
}

/** By the series of log(1 + f) on the fraction of x, f from sqrt(1/2) - 1 to sqrt(2) - 1. */
export function goLog(x: number): number {
  if (!Number.isFinite(x) || x <= 0) return Math.log(x)
  let [fraction, exponent] = splitFloat(x)
  if (fraction < Math.SQRT1_2) {
    fraction *= 2
    exponent--
  }
  const f = fraction - 1
  const s = f / (2 + f)
  const s2 = s * s
  const s4 = s2 * s2
  const odd =
    s2 *
    (0.66666666666667351 +
      s4 * (0.28571428743662391 + s4 * (0.1818357216161805 + s4 * 0.14798198605116586)))
  const even = s4 * (0.39999999999409419 + s4 * (0.22222198432149784 + s4 * 0.15313837699209373))
  const half = 0.5 * f * f
  const low = s * (half + odd + even) + exponent * 1.9082149292705877e-10
  return exponent * 0.69314718036912382 - (half - low - f)
}

export function goCosh(x: number): number {
  return Math.abs(x) > 21 ? Math.exp(Math.abs(x)) * 0.5 : Math.cosh(x)
}

export function goSinh(x: number): number {
  return Math.abs(x) > 21 ? Math.sign(x) * Math.exp(Math.abs(x)) * 0.5 : Math.sinh(x)
}

const bits = new DataView(new ArrayBuffer(8))

/** A fraction from 0.5 (included) to 1 and an exponent, so that x is fraction times 2 to the exponent. */
function splitFloat(x: number): [fraction: number, exponent: number] {
  const isSubnormal = Math.abs(x) < 2 ** -1022
  bits.setFloat64(0, isSubnormal ? x * 2 ** 52 : x)
  const high = bits.getUint32(0)
  const exponent = ((high >>> 20) & 0x7ff) - 1022 - (isSubnormal ? 52 : 0)
  bits.setUint32(0, (high & 0x800fffff) | (1022 << 20))
  return [bits.getFloat64(0), exponent]
}

function joinFloat(fraction: number, exponent: number): number {
  // Two steps, as 2 to the whole exponent may be out of range where the result is not.
  const half = Math.max(-1074, Math.min(1023, Math.trunc(exponent / 2)))
  const rest = Math.max(-1074, Math.min(1023, exponent - half))
  return fraction * 2 ** half * 2 ** rest
}
