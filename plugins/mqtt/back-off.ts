const first = 250
const longest = 30_000

/** How long to wait before the next attempt: 250 ms, then twice as long each time, at most 30 s. */
export function createBackOff(): { next(): number; reset(): void } {
  let wait = first
  return {
    next() {
      const now = wait
      wait = Math.min(wait * 2, longest)
      return now
    },
    reset() {
      wait = first
    },
  }
}
