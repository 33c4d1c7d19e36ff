import type { Cancel, Clock } from '../base/clock.ts'

/** A clock that moves only when it is told to: everything due is run in order of time, then of scheduling. */
export interface VirtualClock extends Clock {
  /** Moves to `time` and runs everything due up to and at it; each timer sees its own time as now. */
  advanceTo(time: number): void
  /** How many timers wait; 0 after a run that left nothing behind. */
  pending(): number
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: (now: number) => void
}

export function createVirtualClock(start: number): VirtualClock {
  let now = start
  let order = 0
  const timers = new Set<Timer>()

  const earliest = (until: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) {
      if (timer.at > until) continue
      if (first === undefined || timer.at < first.at) first = timer
      else if (timer.at === first.at && timer.order < first.order) first = timer
    }
    return first
  }

  return {
    now: () => now,
    schedule(at, run): Cancel {
      const timer: Timer = { at: Math.max(at, now), order: order++, run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advanceTo(time) {
      for (let timer = earliest(time); timer !== undefined; timer = earliest(time)) {
        timers.delete(timer)
        now = Math.max(now, timer.at)
        timer.run(now)
      }
      now = Math.max(now, time)
    },
    pending: () => timers.size,
  }
}
