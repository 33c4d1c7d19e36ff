import { encodeWireJson } from '../../portable/process/wire-json.ts'
import type { WireEmission } from '../../user-plugins/protocol.ts'
import { fromPlainRow } from '../../user-plugins/values.ts'
import { channelName, describe } from './command.ts'
import type { LoadedPart, RunningSymbol, SymbolCommand } from './command.ts'
import { createLog, createRowLog } from './log.ts'
import type { PeerLog } from './log.ts'
import { Opening } from './opening.ts'
import { parsePayload } from './payload.ts'
import {
  isJsonFormat,
  readProperties,
  schemaOf,
  shown,
  withoutStreamOptions,
} from './properties.ts'
import { openPush } from './sockets.ts'
import type { PushSocket } from './sockets.ts'

/** A running source of the plugin. */
export class PeerSource implements RunningSymbol {
  private readonly emitsBytes: boolean
  private readonly opening: Opening
  private readonly path: string
  private readonly log: PeerLog
  private readonly logRow: (message: string) => void
  private socket: PushSocket | undefined
  private isStopped = false
  private sending: Promise<void> = Promise.resolve()

  private constructor(loaded: LoadedPart, command: SymbolCommand) {
    const { config, meta } = command
    this.path = loaded.socketPath(channelName(command))
    this.log = createLog(describe(command))
    this.logRow = createRowLog((message) => this.log.error(message))
    this.emitsBytes = loaded.plugin.description.takesBytes
    if (this.emitsBytes) checkFormat(config)
    const schema = schemaOf(loaded.part)
    const { datasource } = config
    this.opening = new Opening({
      loaded,
      log: this.log,
      setup: {
        properties: readProperties(schema, withoutStreamOptions(schema, config)),
        datasource: typeof datasource === 'string' ? datasource : '',
        ruleId: meta.ruleId,
        operatorId: meta.opId,
        instanceId: meta.instanceId,
        streamName: meta.opId,
        dataFolder: loaded.dataFolder,
      },
      onRows: (items, taken) => {
        this.sending = this.sending.then(() => this.send(items)).then(taken)
      },
      onEnd: () => {
        void this.sending.then(() => {
          this.log.info('it has nothing more to send')
          this.socket?.close()
        })
      },
    })
  }

  static async start(loaded: LoadedPart, command: SymbolCommand): Promise<PeerSource> {
    const source = new PeerSource(loaded, command)
    try {
      await source.opening.configure()
      await source.connect()
      await source.opening.start()
      return source
    } catch (error) {
      await source.stop()
      throw error
    }
  }

  get isUsable(): boolean {
    return this.socket?.isOpen === true
  }

  async stop(): Promise<void> {
    if (this.isStopped) return
    this.isStopped = true
    this.opening.abort()
    await this.opening.close()
    this.socket?.close()
  }

  /** A server that listens anew gets the rows that follow. */
  private async connect(): Promise<void> {
    const socket = await openPush(this.path)
    // Stopped while it dialled: nobody else would close it.
    if (this.isStopped) {
      socket.close()
      return
    }
    this.socket = socket
    socket.onClosed(() => {
      if (this.isStopped) return
      this.connect().catch(() => this.log.warn(`nobody listens on ${this.path} any more`))
    })
  }

  private async send(items: readonly WireEmission[]): Promise<void> {
    for (const item of items) {
      try {
        for (const frame of this.framesOf(item)) await this.socket?.send(frame)
      } catch (error) {
        this.logRow(`a row was lost: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  private framesOf({ data, metadata }: WireEmission): readonly string[] {
    const meta = metadata === undefined ? 'null' : encodeWireJson(fromPlainRow(metadata))
    const rows = this.emitsBytes ? decode(data) : [data]
    return rows.map((row) => `{"message":${encodeWireJson(fromPlainRow(row))},"meta":${meta}}`)
  }
}

/** The server does not decode what a portable source sends, so this does, for the usual format. */
function checkFormat({ format }: SymbolCommand['config']): void {
  if (isJsonFormat(format)) return
  throw new Error(
    `FORMAT is ${shown(format)}; this source emits bytes, which can be decoded here only where they are json`,
  )
}

function decode(data: unknown): readonly unknown[] {
  const text = data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : data
  if (typeof text !== 'string')
    throw new Error(`emit was given a ${typeof data}; this source emits bytes`)
  const value = parsePayload(text)
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}
