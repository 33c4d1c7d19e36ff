/** Go's math.Log10, to the last bit: through the binary logarithm. */
export function log10(value: number): number {
  return log2(value) * (Math.LN2 / Math.LN10)
}

function log2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log(value)
  const { fraction, exponent } = splitFloat(value)
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * (1 / Math.LN2) + exponent
}

/** `value` as fraction * 2^exponent with a fraction from 0.5 to 1. */
function splitFloat(value: number): { fraction: number; exponent: number } {
  let exponent = Math.max(-1023, Math.floor(Math.log2(value)) + 1)
  let fraction = value * 2 ** -exponent
  while (fraction < 0.5) {
    fraction *= 2
    exponent--
  }
  while (fraction >= 1) {
    fraction /= 2
    exponent++
  }
  return { fraction, exponent }
}
