import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { loadPlugin } from '../../user-plugins/runner/load-plugin.ts'
import { toWireError } from '../../user-plugins/runner/wire-error.ts'
import { openStateStore } from '../../user-plugins/state-store.ts'
import { channelName, describe, within } from './command.ts'
import type { LoadedPart, RunningSymbol, SymbolCommand } from './command.ts'
import { PeerFunction } from './function.ts'
import type { PeerLog } from './log.ts'
import type { PackagedPart, PackagedParts } from './parts.ts'
import { PeerSink } from './sink.ts'
import { PeerSource } from './source.ts'

export interface PeerOptions {
  readonly parts: PackagedParts
  readonly log: PeerLog
  /** Where the modules of the parts are. */
  readonly moduleFolder: string
  /** Where the server has unpacked the plugin. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Together more than any of their parts may take. */
const startMs = 60_000
const stopMs = 10_000

/** The plugin's parts, and what of them runs. */
export class Peer {
  private readonly options: PeerOptions
  private readonly loaded = new Map<string, LoadedPart | Error>()
  private readonly running = new Map<string, { symbol: RunningSymbol; arg: string }>()

  constructor(options: PeerOptions) {
    this.options = options
  }

  /** A part that cannot be loaded is said now and again when it is wanted; the others are not harmed. */
  async load(): Promise<void> {
    const { parts, log } = this.options
    const dataFolder = await this.findDataFolder()
    for (const part of parts.parts) {
      const key = `${part.kind} ${part.type}`
      try {
        this.loaded.set(
          key,
          await this.loadPart(part, join(dataFolder, `${part.kind}-${part.type}`)),
        )
      } catch (error) {
        const reason = toWireError(error, this.moduleOf(part)).message
        log.error(`${key} cannot be loaded: ${reason}`)
        this.loaded.set(key, new Error(reason, { cause: error }))
      }
    }
    const names = parts.parts.map(({ kind, type }) => `${kind} ${type}`).join(', ')
    log.info(`started with Node ${process.versions.node}: ${names}; its files are in ${dataFolder}`)
  }

  socketPath(name: string): string {
    return join(this.options.environment['SLUICE_SOCKET_FOLDER'] ?? '/tmp', `${name}.ipc`)
  }

  /**
   * `ok`, or why not: then the server's rule stops without a message, so it is in the log as well. The
   * text never starts with an h, which the server would take for a handshake.
   */
  async carryOut(text: string): Promise<string> {
    let what = 'carry out a command'
    try {
      const { cmd, arg } = JSON.parse(text) as { cmd: string; arg: string }
      const command = readCommand(arg)
      what = `${cmd} ${describe(command)}`
      if (cmd === 'start') await within(startMs, what, this.start(command, arg))
      else if (cmd === 'stop') await within(stopMs, what, this.stop(command))
      else throw new Error('there is no such command')
      return 'ok'
    } catch (error) {
      const message = `cannot ${what}: ${toWireError(error, '').message}`
      this.options.log.error(message)
      return message
    }
  }

  async close(): Promise<void> {
    const symbols = [...this.running.values()]
    this.running.clear()
    const closing = Promise.all(symbols.map(({ symbol }) => symbol.stop()))
    await within(stopMs, 'closing', closing).catch((error: unknown) => {
      this.options.log.warn(String(error))
    })
  }

  /** The server gives the commands of before again when it starts the process anew, some of them twice. */
  private async start(command: SymbolCommand, arg: string): Promise<void> {
    const loaded = this.find(command)
    const key = keyOf(command)
    const known = this.running.get(key)
    if (known?.arg === arg && known.symbol.isUsable) return
    this.running.delete(key)
    await known?.symbol.stop()
    this.running.set(key, { symbol: await begin(loaded, command), arg })
  }

  /** One that does not run is stopped already. */
  private async stop(command: SymbolCommand): Promise<void> {
    const key = keyOf(command)
    const known = this.running.get(key)
    this.running.delete(key)
    await known?.symbol.stop()
  }

  private find({ pluginType, symbolName }: SymbolCommand): LoadedPart {
    const kind = pluginType === 'func' ? 'function' : pluginType
    const loaded = this.loaded.get(`${kind} ${symbolName}`)
    if (loaded instanceof Error) throw loaded
    if (loaded === undefined) throw new Error(`the plugin has no ${kind} ${symbolName}`)
    return loaded
  }

  private async loadPart(part: PackagedPart, dataFolder: string): Promise<LoadedPart> {
    const file = this.moduleOf(part)
    const { kind, symbol } = part
    const plugin = await loadPlugin({ kind, module: file, file, symbol })
    const state = await openStateStore(dataFolder, (message) => this.options.log.warn(message))
    const socketPath = (name: string): string => this.socketPath(name)
    return { part, plugin, state, dataFolder, file, socketPath }
  }

  private moduleOf({ module }: PackagedPart): string {
    return join(this.options.moduleFolder, module)
  }

  /**
   * The plugin's own folder goes away with every update, so files are kept in the server's data folder,
   * `data` beside `plugins`, where there is one.
   */
  private async findDataFolder(): Promise<string> {
    const { environment, folder, parts } = this.options
    const given = environment['SLUICE_PLUGIN_DATA']
    if (given !== undefined) return given
    const portable = dirname(folder)
    const data = join(dirname(dirname(portable)), 'data')
    const isServer = basename(portable) === 'portable' && basename(dirname(portable)) === 'plugins'
    if (!isServer) return join(folder, '.data')
    const found = await stat(data).catch(() => undefined)
    return found?.isDirectory() === true ? join(data, 'sluice', parts.name) : join(folder, '.data')
  }
}

function begin(loaded: LoadedPart, command: SymbolCommand): Promise<RunningSymbol> {
  switch (loaded.part.kind) {
    case 'sink':
      return PeerSink.start(loaded, command)
    case 'source':
      return PeerSource.start(loaded, command)
    case 'function':
      return PeerFunction.start(loaded, command)
  }
}

function keyOf(command: SymbolCommand): string {
  return `${command.pluginType} ${command.symbolName} ${channelName(command)}`
}

function readCommand(arg: string): SymbolCommand {
  const { symbolName, pluginType, meta, config } = JSON.parse(arg) as Partial<SymbolCommand>
  if (symbolName === undefined || pluginType === undefined) {
    throw new Error(`a command without symbolName or pluginType: ${arg.slice(0, 200)}`)
  }
  const { ruleId = '', opId = '', instanceId = 0 } = meta ?? {}
  return { symbolName, pluginType, meta: { ruleId, opId, instanceId }, config: config ?? {} }
}
