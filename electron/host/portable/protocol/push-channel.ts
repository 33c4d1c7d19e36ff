import { connect } from 'node:net'
import { Connection } from './connection.ts'
import { PortableError } from './errors.ts'
import { SOCKET_KIND } from './frame.ts'

/** Sends to a plugin that listens: the rows of a sink. */
export class PushChannel {
  readonly #connection: Connection
  readonly #onClosed: (error: Error | undefined) => void
  #isWanted = true
  #fail: ((error: PortableError) => void) | undefined
  #finished: (() => void) | undefined

  private constructor(connection: Connection, onClosed: (error: Error | undefined) => void) {
    this.#connection = connection
    this.#onClosed = onClosed
  }

  /**
   * Connects to a plugin that has said it listens, so one attempt is enough. `onClosed` is called when
   * the plugin ends the connection, not for `close`.
   */
  static dial(
    path: string,
    limitMs: number,
    onClosed: (error: Error | undefined) => void,
  ): Promise<PushChannel> {
    return new Promise((resolve, reject) => {
      const kinds = { own: SOCKET_KIND.push, peer: SOCKET_KIND.pull }
      let channel: PushChannel | undefined
      const timer = setTimeout(() => {
        connection.destroy(new Error(`no greeting within ${String(limitMs)} ms`))
      }, limitMs)
      const connection = new Connection(connect(path), kinds, {
        onReady: () => {
          clearTimeout(timer)
          channel = new PushChannel(connection, onClosed)
          resolve(channel)
        },
        onClose: (error) => {
          clearTimeout(timer)
          if (channel) channel.#lose(error)
          else
            reject(
              new PortableError(
                'closed',
                `cannot connect to ${path}: ${error?.message ?? 'closed'}`,
              ),
            )
        },
      })
    })
  }

  /**
   * Hands over one message. Returns nothing where it was taken at once, which is the rule; else a promise
   * that waits until the plugin has read enough of what came before, and that rejects after `limitMs`.
   */
  send(body: Uint8Array, limitMs: number): Promise<void> | undefined {
    if (!this.#connection.isOpen) {
      return Promise.reject(new PortableError('closed', 'the plugin has closed its channel'))
    }
    return this.#connection.send(body) ? undefined : this.#waitForRoom(limitMs)
  }

  /**
   * Sends nothing more. Resolves when the plugin has taken everything and closed the connection, or after
   * `limitMs`. No `send` may wait.
   */
  finish(limitMs: number): Promise<void> {
    this.#isWanted = false
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#connection.destroy()
      }, limitMs)
      this.#finished = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#connection.isOpen) this.#connection.end()
      else this.#finished()
    })
  }

  close(): void {
    this.#isWanted = false
    this.#connection.destroy()
    this.#fail?.(new PortableError('closed', 'the channel was closed'))
  }

  #waitForRoom(limitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        fail(
          new PortableError(
            'time-limit',
            `the plugin took no row within ${String(limitMs / 1000)} s`,
          ),
        )
      }, limitMs)
      const fail = (error: PortableError): void => {
        clearTimeout(timer)
        this.#fail = undefined
        reject(error)
      }
      this.#fail = fail
      this.#connection.onDrained(() => {
        clearTimeout(timer)
        this.#fail = undefined
        resolve()
      })
    })
  }

  #lose(error: Error | undefined): void {
    this.#fail?.(new PortableError('closed', 'the plugin has closed its channel'))
    this.#finished?.()
    if (this.#isWanted) this.#onClosed(error)
  }
}
