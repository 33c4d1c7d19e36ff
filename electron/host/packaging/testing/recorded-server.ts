import { join } from 'node:path'
import { CommandChannel } from '../../portable/protocol/command-channel.ts'
import { PullChannel } from '../../portable/protocol/pull-channel.ts'
import { PushChannel } from '../../portable/protocol/push-channel.ts'

/** A message of a recorded session. */
export interface RecordedEvent {
  readonly from: 'plugin' | 'server'
  readonly socket: string
  readonly text: string
}

const limitMs = 5000

/** Plays the server of a recorded session: sends what it sent, and returns what the plugin says. */
export class RecordedServer {
  private readonly folder: string
  private readonly control: CommandChannel
  private readonly functions = new Map<string, CommandChannel>()
  private readonly pulled = new Map<string, Inbox>()
  private readonly pushed = new Map<string, PushChannel>()
  private readonly answers = new Map<string, Promise<string>[]>()
  private readonly channels: { close(): unknown }[] = []

  private constructor(folder: string, control: CommandChannel) {
    this.folder = folder
    this.control = control
  }

  static async listen(folder: string, plugin: string): Promise<RecordedServer> {
    return new RecordedServer(
      folder,
      await CommandChannel.listen(join(folder, `plugin_${plugin}.ipc`)),
    )
  }

  async close(): Promise<void> {
    for (const channel of this.channels) await channel.close()
    for (const channel of this.functions.values()) await channel.close()
    await this.control.close()
  }

  /** Gives a command on the control channel, with the sockets that a server has for it. */
  async command(text: string): Promise<string> {
    await this.prepare(text)
    return this.control.exchange(text, limitMs)
  }

  /** What the server sent, to the socket it sent it to. */
  async send({ socket, text }: RecordedEvent): Promise<void> {
    const channel = socket.startsWith('plugin_') ? this.control : this.functions.get(socket)
    if (channel === undefined) await this.push(socket, text)
    else {
      if (channel === this.control) await this.prepare(text)
      const answers = this.answers.get(socket) ?? []
      this.answers.set(socket, [...answers, channel.exchange(text, limitMs)])
    }
  }

  /** The next that the plugin says on this socket. */
  async next(socket: string): Promise<string> {
    const inbox = this.pulled.get(socket)
    if (inbox !== undefined) return inbox.next(socket)
    const [answer, ...rest] = this.answers.get(socket) ?? []
    this.answers.set(socket, rest)
    if (answer === undefined) throw new Error(`nothing was asked on ${socket}`)
    return answer
  }

  async push(socket: string, text: string): Promise<void> {
    let channel = this.pushed.get(socket)
    if (channel === undefined) {
      channel = await PushChannel.dial(this.path(socket), limitMs, () => undefined)
      this.pushed.set(socket, channel)
      this.channels.push(channel)
    }
    await channel.send(Buffer.from(text), limitMs)
  }

  /** What came on the socket and was not read yet. */
  unread(socket: string): readonly string[] {
    return this.pulled.get(socket)?.messages ?? []
  }

  private async prepare(text: string): Promise<void> {
    const { cmd, arg } = JSON.parse(text) as { cmd: string; arg: string }
    if (cmd !== 'start') return
    const { symbolName, pluginType, meta } = JSON.parse(arg) as {
      symbolName: string
      pluginType: string
      meta: { ruleId: string; opId: string; instanceId: number }
    }
    const name = `${meta.ruleId}_${meta.opId}_${String(meta.instanceId)}`
    if (pluginType === 'func') await this.listenFunction(`func_${symbolName}`)
    else await this.listenPull(pluginType === 'source' ? name : `${name}_ack`)
  }

  private async listenFunction(socket: string): Promise<void> {
    if (this.functions.has(socket)) return
    this.functions.set(socket, await CommandChannel.listen(this.path(socket)))
  }

  private async listenPull(socket: string): Promise<void> {
    if (this.pulled.has(socket)) return
    const inbox = new Inbox()
    this.pulled.set(socket, inbox)
    this.channels.push(
      await PullChannel.listen(this.path(socket), {
        onMessages: (messages) => {
          for (const message of messages) inbox.add(message.toString('utf8'))
        },
      }),
    )
  }

  private path(socket: string): string {
    return join(this.folder, `${socket}.ipc`)
  }
}

class Inbox {
  readonly messages: string[] = []
  private waiting: ((text: string) => void)[] = []

  add(text: string): void {
    const next = this.waiting.shift()
    if (next === undefined) this.messages.push(text)
    else next(text)
  }

  next(socket: string): Promise<string> {
    const message = this.messages.shift()
    if (message !== undefined) return Promise.resolve(message)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came on ${socket}`)), limitMs)
      this.waiting.push((text) => {
        clearTimeout(timer)
        resolve(text)
      })
    })
  }
}
