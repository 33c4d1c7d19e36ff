import { unlink } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError, defineSink, z } from '#engine/api'
import type { Sink, SinkContext, SinkData, SinkDefinition } from '#engine/api'
import type { SymbolMetadata } from './package/metadata.ts'
import { EXIT_GRACE_MS } from './options.ts'
import type { MovingSymbol, PortableProcess } from './process.ts'
import { Acknowledgements } from './process/acknowledgements.ts'
import { Backoff } from './process/backoff.ts'
import { channelName, listenFor } from './process/channel-name.ts'
import { toConnectionError } from './process/connection-error.ts'
import { describeSymbol } from './process/symbol.ts'
import type { LiveSymbol } from './process/symbol.ts'
import { UpSignal } from './process/up-signal.ts'
import { messageOf } from './protocol/errors.ts'
import { PullChannel } from './protocol/pull-channel.ts'
import { PushChannel } from './protocol/push-channel.ts'

const requireAck = z.boolean().optional().meta({
  title: 'Wait for acknowledgements',
  description:
    'Wait after every message until the plugin says that it was written. The plugin must do that.',
  group: 'Reliability',
  default: false,
})

/** A sink of a portable plugin: gets what the action's format, template and fields make of the rows. */
export function definePortableSink(
  process: PortableProcess,
  name: string,
  metadata: SymbolMetadata,
): SinkDefinition {
  return defineSink({
    type: name,
    title: metadata.title,
    summary: metadata.summary,
    keywords: ['portable', process.definition.name],
    examples: [],
    accepts: 'bytes',
    properties: z.looseObject({ ...metadata.properties.shape, requireAck }),
    sink: () => new PortableSink(process.latest, name),
  })
}

export class PortableSink implements Sink {
  #process: PortableProcess
  readonly #name: string
  readonly #revivals: Backoff
  readonly #up = new UpSignal()
  readonly #acknowledgements: Acknowledgements
  #properties: Readonly<Record<string, unknown>> = {}
  #symbol: MovingSymbol | undefined
  #ackChannel: PullChannel | undefined
  #channel: PushChannel | undefined
  /** The row that is on its way. */
  #sending: Promise<unknown> | undefined
  #isMoving = false
  #revival: NodeJS.Timeout | undefined
  /** Why it was down the last time; the node shows it until then next one. */
  #lastFailure: string | undefined

  constructor(process: PortableProcess, name: string) {
    this.#process = process
    this.#name = name
    this.#revivals = new Backoff(process.settings.restart)
    this.#acknowledgements = new Acknowledgements(process.settings.limits.ackMs)
  }

  configure(properties: Readonly<Record<string, unknown>>): void {
    this.#properties = properties
  }

  async open(context: SinkContext): Promise<void> {
    context.reportStatus({ state: 'connecting' })
    try {
      await this.#start(context)
    } catch (error) {
      throw toConnectionError(error)
    }
  }

  collect(context: SinkContext, data: SinkData): void | Promise<void> {
    if (!(data instanceof Uint8Array)) throw new TypeError('a portable sink takes encoded bytes')
    if (!this.#channel) return this.#collectWhenUp(context, data)
    const sent = this.#channel.send(data, this.#process.settings.limits.sendMs)
    const isAcknowledged = this.#properties.requireAck === true
    const done = isAcknowledged
      ? this.#awaitAck(context, sent)
      : sent?.catch((error: unknown) => this.#fail(context, error))
    this.#sending = done
    return done
  }

  async close(): Promise<void> {
    clearTimeout(this.#revival)
    const symbol = this.#symbol
    this.#symbol = undefined
    const closed = new ConnectionError('the sink was closed')
    this.#acknowledgements.fail(closed)
    this.#up.fail(closed)
    if (symbol) await this.#process.stopSymbol(symbol)
    this.#channel?.close()
    this.#channel = undefined
    await this.#ackChannel?.close()
    // A plugin that was killed leaves its socket file behind.
    if (symbol) await unlink(this.#dataPath(symbol)).catch(ignoreMissing)
  }

  async #start(context: SinkContext): Promise<void> {
    const wanted = {
      ruleId: context.ruleId,
      operatorId: context.operatorId,
      instanceId: context.instanceId,
    }
    const { ids, channel } = await listenFor(this.#process, wanted, '_ack', (path) =>
      PullChannel.listen(path, {
        onMessages: (messages) => {
          for (const message of messages) this.#acknowledge(context, message)
        },
      }),
    )
    this.#ackChannel = channel
    const symbol: MovingSymbol = {
      command: { symbolName: this.#name, pluginType: 'sink', ...ids, config: this.#properties },
      onStarted: () => this.#connect(context, symbol),
      onDown: (message, retryAt) => {
        this.#down(context, message, retryAt)
      },
      prepareMove: () => this.#prepareMove(),
      onMoved: (process) => {
        this.#process = process
        this.#isMoving = false
      },
    }
    this.#symbol = symbol
    this.#process = this.#process.latest
    await this.#process.startSymbol(symbol)
  }

  async #connect(context: SinkContext, symbol: LiveSymbol): Promise<void> {
    this.#channel?.close()
    const channel = await PushChannel.dial(
      this.#dataPath(symbol),
      this.#process.settings.limits.sendMs,
      () => {
        this.#lose(context, symbol)
      },
    )
    if (this.#symbol !== symbol) {
      channel.close()
      return
    }
    this.#channel = channel
    this.#revivals.started(Date.now())
    const message =
      this.#lastFailure === undefined
        ? {}
        : { message: `started again after: ${this.#lastFailure}` }
    context.reportStatus({ state: 'connected', ...message })
    this.#up.raise()
  }

  async #prepareMove(): Promise<void> {
    clearTimeout(this.#revival)
    this.#isMoving = true
    const channel = this.#channel
    this.#channel = undefined
    this.#up.lower('a new version of the plugin takes over', undefined)
    await this.#sending?.catch(ignoreReported)
    if (channel === undefined) return
    await channel.finish(this.#process.settings.limits.sendMs)
    // Nothing tells when a plugin is done with the last row that it took and need not acknowledge.
    if (this.#properties.requireAck !== true) await delay(EXIT_GRACE_MS)
  }

  #down(context: SinkContext, message: string, retryAt: number | undefined): void {
    clearTimeout(this.#revival)
    this.#channel?.close()
    this.#channel = undefined
    this.#ackChannel?.disconnect()
    this.#lastFailure = message
    this.#up.lower(message, retryAt)
    this.#acknowledgements.fail(new ConnectionError(message))
    context.reportStatus({
      state: 'disconnected',
      message,
      ...(retryAt !== undefined && { retryAt }),
    })
  }

  /** The plugin has closed the sink by itself, or has ended. */
  #lose(context: SinkContext, symbol: LiveSymbol): void {
    this.#channel = undefined
    this.#revival = setTimeout(() => {
      const what = `${describeSymbol(symbol.command)} has closed its channel`
      this.#revive(context, symbol, what + this.#process.describeOutput())
    }, EXIT_GRACE_MS)
  }

  #revive(context: SinkContext, symbol: LiveSymbol, message: string): void {
    const retryAt = this.#revivals.next(Date.now())
    this.#down(context, message, retryAt)
    this.#revival = setTimeout(() => void this.#process.restartSymbol(symbol), retryAt - Date.now())
  }

  /** What was queued is thrown away with the channel, so a row is never sent twice or in half. */
  #fail(context: SinkContext, error: unknown): never {
    const symbol = this.#symbol
    const message = messageOf(error)
    // Where the channel is gone already, the plugin's end was reported by whoever noticed it.
    if (symbol && this.#channel)
      this.#revive(context, symbol, `${describeSymbol(symbol.command)}: ${message}`)
    throw new ConnectionError(message, { cause: error })
  }

  async #collectWhenUp(context: SinkContext, data: Uint8Array): Promise<void> {
    const { sendMs, controlMs } = this.#process.settings.limits
    // Being moved there and back again takes no longer.
    const limitMs = this.#isMoving ? sendMs + 4 * controlMs : sendMs
    await this.#up.wait(limitMs, context.signal)
    await this.collect(context, data)
  }

  async #awaitAck(context: SinkContext, sent: Promise<void> | undefined): Promise<void> {
    const acknowledged = this.#acknowledgements.expect(context.signal)
    try {
      if (sent) await sent
    } catch (error) {
      this.#acknowledgements.fail(new ConnectionError(messageOf(error)))
    }
    const result = await acknowledged.catch((error: unknown) => this.#fail(context, error))
    if (result !== undefined) throw new ConnectionError(result)
  }

  #acknowledge(context: SinkContext, message: Buffer): void {
    const unexpected = this.#acknowledgements.receive(message.toString('utf8'))
    if (unexpected !== undefined) context.logger.warn(`${this.#name}: ${unexpected}`)
  }

  #dataPath({ command }: LiveSymbol): string {
    return this.#process.socketPath(channelName(command))
  }
}

function ignoreReported(): void {
  // Whoever called `collect` gets the error.
}

function ignoreMissing(): void {
  // The plugin removed it itself.
}
