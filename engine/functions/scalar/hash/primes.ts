/** SHA-2 takes its constants from the fractions of roots of the first primes. */

export function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = []
  for (let candidate = 2n; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate)
  }
  return primes
}

/** The first `bits` bits after the point of the root of that degree. */
export function rootFraction(prime: bigint, degree: 2n | 3n, bits: bigint): bigint {
  return integerRoot(prime << (bits * degree), degree) & ((1n << bits) - 1n)
}

function integerRoot(value: bigint, degree: bigint): bigint {
  let low = 0n
  let high = 1n << (BigInt(value.toString(2).length) / degree + 1n)
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= value) low = middle
    else high = middle
  }
  return low
}
