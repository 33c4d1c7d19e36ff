import type { Cancel, Clock } from '../base/clock.ts'
import { isConnectionError } from '../api/errors.ts'
import { reasonOf } from './operators/rule-frame.ts'
import type { NodeMonitor } from './node-monitor.ts'

const firstPauseMs = 250
const longestPauseMs = 30_000

export interface ConnectOptions {
  readonly monitor: NodeMonitor
  readonly clock: Clock
  /** Opens; may answer at once. Called again for every attempt. */
  readonly open: () => void | Promise<void>
  /** Cleans up after an attempt that failed. */
  readonly afterFailure: () => void
  readonly opened: () => void
}

/** Opens a source or sink; one whose other side is away is tried again, with pauses that double. */
export class Connector {
  private readonly options: ConnectOptions
  private pauseMs = firstPauseMs
  private isStopped = false
  private cancel: Cancel | undefined

  constructor(options: ConnectOptions) {
    this.options = options
  }

  start(): void {
    const { monitor, open } = this.options
    monitor.setState('connecting')
    try {
      const opening = open()
      if (opening === undefined) {
        this.succeed()
        return
      }
      opening.then(
        () => {
          this.succeed()
        },
        (error: unknown) => {
          this.fail(error)
        },
      )
    } catch (error) {
      this.fail(error)
    }
  }

  private succeed(): void {
    if (this.isStopped) return
    const { monitor, opened } = this.options
    // A component that connects by itself has said so already.
    if (monitor.currentState === 'connecting') monitor.setState('running')
    this.pauseMs = firstPauseMs
    opened()
  }

  private fail(error: unknown): void {
    if (this.isStopped) return
    const { monitor, clock, afterFailure } = this.options
    const reason = reasonOf(error)
    monitor.fail(reason)
    afterFailure()
    if (!isConnectionError(error)) {
      monitor.setState('failed', reason)
      return
    }
    const retryAt = clock.now() + this.pauseMs
    monitor.setState('disconnected', reason, retryAt)
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2)
    this.cancel = clock.schedule(retryAt, () => {
      this.start()
    })
  }

  stop(): void {
    this.isStopped = true
    this.cancel?.()
  }
}
