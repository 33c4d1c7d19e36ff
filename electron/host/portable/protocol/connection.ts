import type { Socket } from 'node:net'
import { encodeFrame, encodeGreeting, FrameReader, ProtocolError } from './frame.ts'
import type { SocketKind } from './frame.ts'

export interface ConnectionHandlers {
  /** Both greetings were exchanged. */
  onReady?(): void
  /** All messages of one chunk; each is valid as long as it is kept. */
  onMessages?(messages: readonly Buffer[]): void
  /** Once, however the connection ended. */
  onClose?(error: Error | undefined): void
}

/** One connected socket that speaks the protocol. */
export class Connection {
  readonly #socket: Socket
  readonly #handlers: ConnectionHandlers
  readonly #reader: FrameReader
  #isReady = false
  #isCorked = false
  #error: Error | undefined

  constructor(
    socket: Socket,
    kinds: { own: SocketKind; peer: SocketKind },
    handlers: ConnectionHandlers,
  ) {
    this.#socket = socket
    this.#handlers = handlers
    this.#reader = new FrameReader({ peer: kinds.peer })
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk)
    })
    socket.on('error', (error) => {
      this.#error ??= error
    })
    socket.on('close', () => {
      handlers.onClose?.(this.#error)
    })
    socket.write(encodeGreeting(kinds.own))
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  /**
   * Queues one message and returns false while so much is queued that the caller should wait for
   * `drained`. Messages of the same turn of the event loop leave in one system call.
   */
  send(body: Uint8Array, prefix?: Uint8Array): boolean {
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#socket.cork()
      queueMicrotask(this.#uncork)
    }
    return this.#socket.write(encodeFrame(body, prefix))
  }

  readonly #uncork = (): void => {
    this.#isCorked = false
    this.#socket.uncork()
  }

  /** Calls `done` once the queue is short again; never after the connection closed. */
  onDrained(done: () => void): void {
    this.#socket.once('drain', done)
  }

  /** Reads nothing until `resume`: the other side can send no more than the sockets hold. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Ends the connection when everything queued is sent; the other side then closes it. */
  end(): void {
    this.#socket.end()
  }

  /** Throws away what is queued. */
  destroy(error?: Error): void {
    this.#error ??= error
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    let messages: Buffer[]
    try {
      messages = this.#reader.read(chunk)
    } catch (error) {
      this.destroy(error instanceof ProtocolError ? error : new ProtocolError(String(error)))
      return
    }
    if (!this.#isReady && this.#reader.isGreeted) {
      this.#isReady = true
      this.#handlers.onReady?.()
    }
    if (messages.length > 0) this.#handlers.onMessages?.(messages)
  }
}
