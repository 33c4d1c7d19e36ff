import type { Server } from 'node:net'
import { Connection } from './connection.ts'
import { SOCKET_KIND } from './frame.ts'
import { closeServer, listenUnix } from './listener.ts'

export interface PullHandlers {
  onMessages(messages: readonly Buffer[]): void
  /** A plugin has connected. */
  onConnected?(): void
  /** The last connection has closed. */
  onDisconnected?(error: Error | undefined): void
}

/** Receives what a plugin pushes: the rows of a source, the acknowledgements of a sink. */
export class PullChannel {
  readonly path: string
  readonly #handlers: PullHandlers
  readonly #connections = new Set<Connection>()
  #server: Server | undefined
  #isPaused = false

  private constructor(path: string, handlers: PullHandlers) {
    this.path = path
    this.#handlers = handlers
  }

  static async listen(path: string, handlers: PullHandlers): Promise<PullChannel> {
    const channel = new PullChannel(path, handlers)
    channel.#server = await listenUnix(path, (socket) => {
      const connection = new Connection(
        socket,
        { own: SOCKET_KIND.pull, peer: SOCKET_KIND.push },
        {
          onReady: () => handlers.onConnected?.(),
          onMessages: (messages) => {
            handlers.onMessages(messages)
          },
          onClose: (error) => {
            channel.#lose(connection, error)
          },
        },
      )
      channel.#connections.add(connection)
      if (channel.#isPaused) connection.pause()
    })
    return channel
  }

  /** Leaves what the plugin pushes unread until `resume`. */
  pause(): void {
    this.#isPaused = true
    for (const connection of this.#connections) connection.pause()
  }

  resume(): void {
    this.#isPaused = false
    for (const connection of this.#connections) connection.resume()
  }

  /** Drops the connections of a plugin that is not talked to any more; new ones are accepted. */
  disconnect(): void {
    const connections = [...this.#connections]
    this.#connections.clear()
    for (const connection of connections) connection.destroy()
  }

  async close(): Promise<void> {
    this.disconnect()
    if (this.#server) await closeServer(this.#server)
  }

  #lose(connection: Connection, error: Error | undefined): void {
    const wasKnown = this.#connections.delete(connection)
    if (wasKnown && this.#connections.size === 0) this.#handlers.onDisconnected?.(error)
  }
}
