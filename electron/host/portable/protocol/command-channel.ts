import type { Server, Socket } from 'node:net'
import { Connection } from './connection.ts'
import { PortableError } from './errors.ts'
import { SOCKET_KIND } from './frame.ts'
import { closeServer, listenUnix } from './listener.ts'

/**
 * Control and function channels. The plugin is the REQ side although the host gives the commands: a
 * command is the reply to the plugin's last request, and the plugin's next request is the answer.
 *
 * A plugin that waited too long drops its request and sends `handshake` under a new id; a reply to the
 * old id is discarded by it. So only the newest request is ever replied to, and a `handshake` that comes
 * while an answer is due means that the command was not seen and goes out again.
 */

interface Request {
  readonly connection: Connection
  /** The request id, with the hops of devices in front of it where there are any. */
  readonly header: Buffer
}

interface Exchange {
  readonly command: Buffer
  readonly settle: (result: string | PortableError) => void
  isSent: boolean
}

const KEEP_ALIVE = 'handshake'

export class CommandChannel {
  readonly path: string
  #server: Server | undefined
  readonly #connections = new Set<Connection>()
  #connection: Connection | undefined
  #request: Request | undefined
  #exchange: Exchange | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #greeted: (() => void)[] = []
  readonly #onLost: () => void

  private constructor(path: string, onLost: () => void) {
    this.path = path
    this.#onLost = onLost
  }

  /** `onLost`: the plugin's connection ended, and no newer one has taken its place. */
  static async listen(path: string, onLost: () => void = ignore): Promise<CommandChannel> {
    const channel = new CommandChannel(path, onLost)
    await channel.listenAgain()
    return channel
  }

  /** Lets another channel listen on the path. The plugin that is connected stays so. */
  stopListening(): void {
    this.#server?.close()
    this.#server = undefined
  }

  async listenAgain(): Promise<void> {
    this.#server ??= await listenUnix(this.path, (socket) => {
      this.#accept(socket)
    })
  }

  get isConnected(): boolean {
    return this.#connection !== undefined
  }

  /** True while the plugin waits for a command. */
  get isIdle(): boolean {
    return this.#request !== undefined && this.#exchange === undefined
  }

  /** Calls `ready` when the plugin has sent its first request, at once where it already has. */
  onHandshake(ready: () => void): void {
    if (this.#request) ready()
    else this.#greeted.push(ready)
  }

  /**
   * Gives a command and returns the plugin's answer. Commands wait for each other; `limitMs` counts from
   * when this one's turn has come. Rejects with a PortableError for the time limit, whereafter a late
   * answer is dropped, and for `reset`.
   */
  exchange(command: string, limitMs: number): Promise<string> {
    const result = this.#queue.then(() => this.#run(Buffer.from(command), limitMs))
    this.#queue = result.catch(ignore)
    return result
  }

  /** Ends what is going on, for example because the process is gone. The channel can be used again. */
  reset(error: PortableError): void {
    this.#request = undefined
    this.#greeted = []
    this.#connection?.destroy()
    this.#connection = undefined
    this.#exchange?.settle(error)
  }

  async close(): Promise<void> {
    this.reset(new PortableError('closed', `${this.path} was closed`))
    for (const connection of this.#connections) connection.destroy()
    if (this.#server) await closeServer(this.#server)
  }

  #run(command: Buffer, limitMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const exchange: Exchange = {
        command,
        isSent: false,
        settle: (result) => {
          clearTimeout(timer)
          this.#exchange = undefined
          if (typeof result === 'string') resolve(result)
          else reject(result)
        },
      }
      const timer = setTimeout(() => {
        const what = exchange.isSent ? 'gave no answer' : 'was not ready for a command'
        exchange.settle(new PortableError('time-limit', `${what} within ${seconds(limitMs)}`))
      }, limitMs)
      this.#exchange = exchange
      this.#sendCommand()
    })
  }

  #sendCommand(): void {
    const exchange = this.#exchange
    const request = this.#request
    if (!exchange || !request) return
    this.#request = undefined
    exchange.isSent = true
    request.connection.send(exchange.command, request.header)
  }

  #accept(socket: Socket): void {
    const kinds = { own: SOCKET_KIND.reply, peer: SOCKET_KIND.request }
    const connection = new Connection(socket, kinds, {
      onMessages: (messages) => {
        for (const message of messages) this.#receive(connection, message)
      },
      onClose: () => {
        this.#connections.delete(connection)
        this.#lose(connection)
      },
    })
    this.#connections.add(connection)
  }

  #receive(connection: Connection, message: Buffer): void {
    const bodyAt = endOfHeader(message)
    if (bodyAt === undefined) return
    // The newest process speaks last: a connection that a former one left open is not answered.
    if (connection !== this.#connection) this.#adopt(connection)
    this.#request = { connection, header: message.subarray(0, bodyAt) }
    const text = message.toString('utf8', bodyAt)
    const exchange = this.#exchange
    if (exchange?.isSent && text !== KEEP_ALIVE) exchange.settle(text)
    else this.#sendCommand()
    this.#announce()
  }

  #adopt(connection: Connection): void {
    const former = this.#connection
    this.#connection = connection
    former?.destroy()
    if (this.#exchange) this.#exchange.isSent = false
  }

  #announce(): void {
    const greeted = this.#greeted
    this.#greeted = []
    for (const ready of greeted) ready()
  }

  /** What is going on waits: the end of the process follows and says why, or the limit is over. */
  #lose(connection: Connection): void {
    if (connection !== this.#connection) return
    this.#connection = undefined
    this.#request = undefined
    this.#onLost()
  }
}

/** Every hop is a 32-bit word; the one with the top bit set is the request id and the last. */
function endOfHeader(message: Buffer): number | undefined {
  for (let at = 0; at + 4 <= message.length; at += 4) {
    if (message.readUInt8(at) >= 0x80) return at + 4
  }
  return undefined
}

export function seconds(ms: number): string {
  return `${String(ms / 1000)} s`
}

function ignore(): void {
  // The caller of `exchange` gets its error, and who starts a process hears of its end.
}
