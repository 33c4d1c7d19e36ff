import type { Clock } from '#engine/api'

/** setTimeout fires at once for longer delays than this. */
const longestTimeout = 2 ** 31 - 1

/** The machine's time. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(at, run) {
    let timer: ReturnType<typeof setTimeout>
    const arm = (): void => {
      const delay = at - Date.now()
      if (delay > longestTimeout) timer = setTimeout(arm, longestTimeout)
      else timer = setTimeout(() => run(Date.now()), Math.max(0, delay))
    }
    arm()
    return () => clearTimeout(timer)
  },
}
