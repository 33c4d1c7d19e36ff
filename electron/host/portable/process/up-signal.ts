import { ConnectionError } from '#engine/api'

/** Lets rows wait for a plugin that is being started again. */
export class UpSignal {
  readonly #waiting = new Set<(error: ConnectionError | undefined) => void>()
  #reason = 'the plugin does not run'
  #retryAt: number | undefined

  lower(reason: string, retryAt: number | undefined): void {
    this.#reason = reason
    this.#retryAt = retryAt
  }

  raise(): void {
    this.#settle(undefined)
  }

  fail(error: ConnectionError): void {
    this.#settle(error)
  }

  /** Rejects with the reason after `limitMs`, and at once where the next start is later than that. */
  wait(limitMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new ConnectionError('the rule was stopped'))
    if (this.#retryAt !== undefined && this.#retryAt > Date.now() + limitMs) {
      return Promise.reject(new ConnectionError(this.#reason))
    }
    return new Promise((resolve, reject) => {
      const settle = (error: ConnectionError | undefined): void => {
        this.#waiting.delete(settle)
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        if (error) reject(error)
        else resolve()
      }
      const abort = (): void => {
        settle(new ConnectionError('the rule was stopped'))
      }
      const timer = setTimeout(() => {
        settle(new ConnectionError(this.#reason))
      }, limitMs)
      signal.addEventListener('abort', abort)
      this.#waiting.add(settle)
    })
  }

  #settle(error: ConnectionError | undefined): void {
    for (const settle of [...this.#waiting]) settle(error)
  }
}
