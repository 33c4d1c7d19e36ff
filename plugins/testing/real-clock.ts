import type { Clock } from '#engine/api'

/** The machine's time, for tests against real servers. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule: (at, run) => {
    const timer = setTimeout(() => run(Date.now()), Math.max(0, at - Date.now()))
    return () => clearTimeout(timer)
  },
}
