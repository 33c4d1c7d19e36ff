import type { RestartDelays } from '../options.ts'

/** When the next start of something that keeps ending is due. */
export class Backoff {
  readonly #delays: RestartDelays
  #failures = 0
  #startedAt: number | undefined

  constructor(delays: RestartDelays) {
    this.#delays = delays
  }

  started(at: number): void {
    this.#startedAt = at
  }

  /** It ended at `now`: returns when to start it again. */
  next(now: number): number {
    if (this.#startedAt !== undefined && now - this.#startedAt >= this.#delays.stableMs)
      this.#failures = 0
    this.#startedAt = undefined
    const delay = Math.min(this.#delays.firstMs * 2 ** this.#failures, this.#delays.maxMs)
    this.#failures = Math.min(this.#failures + 1, 30)
    return now + delay
  }
}
