/** What arrived of the numbers 1, 2, 3 and so on. */
export interface Arrival {
  /** Numbers that came again: sent twice rather than lost. */
  readonly repeated: number
  /** Numbers that were missing when a later one came, and came afterwards. */
  readonly late: number
  readonly missing: readonly number[]
}

export function checkOrder(received: readonly number[], last: number): Arrival {
  const seen = new Set<number>()
  let highest = 0
  let repeated = 0
  let late = 0
  for (const number of received) {
    if (seen.has(number)) repeated += 1
    else if (number < highest) late += 1
    seen.add(number)
    highest = Math.max(highest, number)
  }
  const missing: number[] = []
  for (let number = 1; number <= last; number += 1) if (!seen.has(number)) missing.push(number)
  return { repeated, late, missing }
}
