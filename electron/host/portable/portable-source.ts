import { defineSource } from '#engine/api'
import type { RowMessage, Source, SourceContext, SourceDefinition } from '#engine/api'
import type { SymbolMetadata } from './package/metadata.ts'
import { EXIT_GRACE_MS } from './options.ts'
import type { MovingSymbol, PortableProcess } from './process.ts'
import { listenFor } from './process/channel-name.ts'
import { toConnectionError } from './process/connection-error.ts'
import { readRow } from './process/rows.ts'
import { describeSymbol } from './process/symbol.ts'
import { PullChannel } from './protocol/pull-channel.ts'

/** A source of a portable plugin: rows come decoded, the stream's format and schema do not apply. */
export function definePortableSource(
  process: PortableProcess,
  name: string,
  metadata: SymbolMetadata,
): SourceDefinition {
  return defineSource({
    type: name,
    title: metadata.title,
    summary: metadata.summary,
    keywords: ['portable', process.definition.name],
    examples: [],
    emits: 'rows',
    ...(metadata.datasource && { datasource: { ...metadata.datasource, isRequired: false } }),
    properties: metadata.properties,
    create: () => new PortableSource(process.latest, name, metadata.defaults),
  })
}

export class PortableSource implements Source {
  #process: PortableProcess
  readonly #name: string
  readonly #defaults: Readonly<Record<string, unknown>>
  #datasource = ''
  #properties: Readonly<Record<string, unknown>> = {}
  #channel: PullChannel | undefined
  #symbol: MovingSymbol | undefined
  #closing: NodeJS.Timeout | undefined
  #isPaused = false
  #isMoving = false

  constructor(process: PortableProcess, name: string, defaults: Readonly<Record<string, unknown>>) {
    this.#process = process
    this.#name = name
    this.#defaults = defaults
  }

  configure(datasource: string, properties: Readonly<Record<string, unknown>>): void {
    this.#datasource = datasource
    this.#properties = properties
  }

  async open(context: SourceContext): Promise<void> {
    context.reportStatus({ state: 'connecting' })
    try {
      await this.#start(context)
    } catch (error) {
      throw toConnectionError(error)
    }
  }

  pause(): void {
    this.#isPaused = true
    this.#channel?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#channel?.resume()
  }

  async close(): Promise<void> {
    clearTimeout(this.#closing)
    const symbol = this.#symbol
    this.#symbol = undefined
    if (symbol) await this.#process.stopSymbol(symbol)
    await this.#channel?.close()
  }

  async #start(context: SourceContext): Promise<void> {
    const { ruleId, streamName, stream } = context
    const wanted = { ruleId, operatorId: streamName, instanceId: 0 }
    // As eKuiper puts them together; what the stream says of its rows is always there.
    const config = {
      ...this.#defaults,
      ...stream,
      ...this.#properties,
      datasource: this.#datasource,
    }
    const { ids, channel } = await listenFor(this.#process, wanted, '', (path) =>
      PullChannel.listen(path, {
        onMessages: (messages) => {
          this.#receive(context, messages)
        },
        onDisconnected: () => {
          this.#lose(context)
        },
      }),
    )
    this.#channel = channel
    if (this.#isPaused) channel.pause()
    const symbol: MovingSymbol = {
      command: { symbolName: this.#name, pluginType: 'source', ...ids, config },
      onStarted: () => {
        context.reportStatus({ state: 'connected' })
      },
      onDown: (message, retryAt) => {
        clearTimeout(this.#closing)
        this.#channel?.disconnect()
        context.reportStatus({
          state: 'disconnected',
          message,
          ...(retryAt !== undefined && { retryAt }),
        })
      },
      // What it has sent is read to its end, beside what the next one sends.
      prepareMove: async () => {
        this.#isMoving = true
      },
      onMoved: (process) => {
        this.#process = process
        this.#isMoving = false
      },
    }
    this.#symbol = symbol
    this.#process = this.#process.latest
    await this.#process.startSymbol(symbol)
  }

  #receive(context: SourceContext, messages: readonly Buffer[]): void {
    if (!this.#symbol) return
    const rows: RowMessage[] = []
    for (const message of messages) {
      try {
        rows.push(readRow(message))
      } catch (error) {
        context.reportError(error)
      }
    }
    if (rows.length > 0) context.emitRows(rows)
  }

  /**
   * A source that has nothing more to say closes its channel, and so does one that failed: the SDK does
   * not tell them apart, and eKuiper's rule goes on as running. The output usually says which it was.
   */
  #lose(context: SourceContext): void {
    const symbol = this.#symbol
    if (!symbol || this.#isMoving) return
    this.#closing = setTimeout(() => {
      const message = `${describeSymbol(symbol.command)} has closed its channel: it is finished or has failed`
      context.reportStatus({
        state: 'disconnected',
        message: message + this.#process.describeOutput(),
      })
    }, EXIT_GRACE_MS)
  }
}
