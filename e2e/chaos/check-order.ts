/** What arrived of the numbers 1, 2, 3 and so on. */
export interface Arrival {
  /** Numbers that came again: sent twice rather than lost. */
  readonly repeated: number
  /** Numbers that were missing when a later one came, and came afterwards. */
  readonly late: number
  readonly missing: readonly number[]
}

/** Takes numbers as they arrive; asking how it stands costs nothing until they are all to be named. */
export class Arrivals {
  private readonly seen = new Set<number>()
  private highest = 0
  private repeated = 0
  private late = 0

  add(number: number): void {
    if (this.seen.has(number)) this.repeated += 1
    else if (number < this.highest) this.late += 1
    this.seen.add(number)
    this.highest = Math.max(this.highest, number)
  }

  /** Different numbers so far. */
  get count(): number {
    return this.seen.size
  }

  /** How it stands where the numbers end with `last`. */
  upTo(last: number): Arrival {
    const missing: number[] = []
    for (let number = 1; number <= last; number += 1) {
      if (!this.seen.has(number)) missing.push(number)
    }
    return { repeated: this.repeated, late: this.late, missing }
  }
}
