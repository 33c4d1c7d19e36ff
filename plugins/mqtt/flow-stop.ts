import type { MqttClient } from 'mqtt'
import type { Cancel, Clock } from '#engine/api'

/** Well within the 30 seconds after which broker and client take silence for a loss. */
const signOfLifeMs = 15_000

/**
 * Stops a client from reading: the broker keeps what it does not get rid of, unacknowledged above QoS 0.
 * The connection is kept alive meanwhile, since the broker's own answers stay unread too.
 */
export class FlowStop {
  readonly #clock: Clock
  #client: MqttClient | undefined
  #isStopped = false
  #held: (() => void) | undefined
  #cancel: Cancel = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  /** A new connection takes the place of the last one, and stands still as that did. */
  attach(client: MqttClient): void {
    this.#client = client
    this.#held = undefined
    client.handleMessage = (_packet, done) => {
      // The client takes the next message, and acknowledges this one, when `done` was called.
      if (this.#isStopped && this.#client === client) this.#held = done
      else done()
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
    this.#cancel = this.#clock.schedule(this.#clock.now() + signOfLifeMs, this.#showLife)
  }

  /** Reading goes on behind the message that was read last. */
  go(): void {
    this.#isStopped = false
    this.#cancel()
    const held = this.#held
    this.#held = undefined
    held?.()
  }

  close(): void {
    this.#cancel()
    this.#client = undefined
  }

  #showLife = (now: number): void => {
    if (this.#client?.connected === true) {
      this.#client.sendPing()
      this.#client.reschedulePing(true)
    }
    this.#cancel = this.#clock.schedule(now + signOfLifeMs, this.#showLife)
  }
}
