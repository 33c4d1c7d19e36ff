import { createPropertyRenderer, findDynamicProperties } from '#engine'
import { randomUUID } from 'node:crypto'
import { toValue } from '../../portable/process/rows.ts'
import { channelName, describe } from './command.ts'
import type { LoadedPart, RunningSymbol, SymbolCommand } from './command.ts'
import { createLog, createRowLog } from './log.ts'
import type { PeerLog } from './log.ts'
import { Opening } from './opening.ts'
import { parsePayload, readRows } from './payload.ts'
import { isJsonFormat, readProperties, schemaOf, shown } from './properties.ts'
import { listenPull, openPush } from './sockets.ts'
import type { PullSocket, PushSocket } from './sockets.ts'

type Render = (item: unknown) => Readonly<Record<string, string>>

/** A running sink of the plugin. */
export class PeerSink implements RunningSymbol {
  private readonly takesBytes: boolean
  private readonly acknowledges: boolean
  private readonly opening: Opening
  private readonly render: Render | undefined
  private readonly log: PeerLog
  private readonly logRow: (message: string) => void
  private rows: PullSocket | undefined
  private acks: PushSocket | undefined
  private isStopped = false

  private constructor(loaded: LoadedPart, command: SymbolCommand) {
    const { config, meta } = command
    this.takesBytes = loaded.plugin.description.takesBytes
    this.acknowledges = config['requireAck'] === true
    this.log = createLog(describe(command))
    this.logRow = createRowLog((message) => this.log.error(message))
    if (!this.takesBytes) checkRowsConfig(config)
    this.render = createRender(config)
    this.opening = new Opening({
      loaded,
      log: this.log,
      setup: {
        properties: readProperties(schemaOf(loaded.part), config),
        ruleId: meta.ruleId,
        operatorId: meta.opId,
        instanceId: meta.instanceId,
        dataFolder: loaded.dataFolder,
      },
    })
  }

  /** The server connects as soon as this resolves. */
  static async start(loaded: LoadedPart, command: SymbolCommand): Promise<PeerSink> {
    const sink = new PeerSink(loaded, command)
    try {
      await sink.opening.configure()
      const name = channelName(command)
      sink.rows = await listenPull(loaded.socketPath(name), (message) => sink.receive(message))
      sink.acks = await openPush(loaded.socketPath(`${name}_ack`))
      await sink.opening.start()
      return sink
    } catch (error) {
      await sink.stop()
      throw error
    }
  }

  get isUsable(): boolean {
    return this.acks?.isOpen === true
  }

  /** What the server handed over before is still written, where that takes no long time. */
  async stop(): Promise<void> {
    if (this.isStopped) return
    if (this.opening.open !== undefined) await this.rows?.drained(1000)
    this.isStopped = true
    this.opening.abort()
    await this.rows?.close()
    await this.opening.close()
    this.acks?.close()
  }

  /** Never rejects. */
  private async receive(message: Buffer): Promise<void> {
    const failure = await this.write(message)
    if (this.isStopped) return
    if (this.acknowledges) {
      await this.acks?.send(failure === undefined ? '{}' : JSON.stringify({ error: failure }))
    } else if (failure !== undefined) this.logRow(`a row was not written: ${failure}`)
  }

  /** Why it was not written; never an empty text. */
  private async write(message: Buffer): Promise<string | undefined> {
    if (this.opening.open === undefined) {
      // The server sends again what is refused; without acknowledgements it would be lost.
      if (!this.acknowledges) await this.opening.opened()
      if (this.opening.open === undefined) return this.opening.awayFor ?? 'the sink was stopped'
    }
    try {
      const { render } = this
      const data = this.takesBytes ? new Uint8Array(message) : readRows(message.toString('utf8'))
      const properties = render === undefined ? {} : render(this.takesBytes ? message : data)
      const [outcome] = await this.opening.open.collect([{ data, properties }])
      return outcome?.message
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
}

/** Properties of the action that turn rows into something that is no JSON. */
function checkRowsConfig(config: SymbolCommand['config']): void {
  if (!isJsonFormat(config['format'])) {
    throw new Error(
      `format is ${shown(config['format'])}; this sink takes rows, which come as json`,
    )
  }
  const sealing = { compression: 'compressed', encryption: 'encrypted' }
  for (const [name, done] of Object.entries(sealing)) {
    const value = config[name]
    if (value === undefined || value === '') continue
    throw new Error(`${name} is ${shown(value)}; this sink takes rows, which cannot be ${done}`)
  }
}

/** Renders the properties that hold templates; undefined where none does. Throws for one that cannot be read. */
function createRender(config: SymbolCommand['config']): Render | undefined {
  // It has been used: what arrives is its result.
  const rest = Object.entries(config).filter(([name]) => name !== 'dataTemplate')
  const found = findDynamicProperties(Object.fromEntries(rest), {
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
    variable: () => '',
  })
  if (!found.ok) throw new Error(`${found.fault.property}: ${found.fault.message}`)
  if (found.properties.length === 0) return undefined
  const render = createPropertyRenderer(found.properties)
  return (item) => render(toItem(item))
}

type Item = Parameters<ReturnType<typeof createPropertyRenderer>>[0]

function toItem(item: unknown): Item {
  if (!Buffer.isBuffer(item)) return toValue(item) as Item
  try {
    return toValue(parsePayload(item.toString('utf8'))) as Item
  } catch (error) {
    throw new Error('a property with a template can only be rendered where the format is json', {
      cause: error,
    })
  }
}
