import type { LoadedPlugin } from '../../user-plugins/runner/load-plugin.ts'
import type { StateStore } from '../../user-plugins/state-store.ts'
import type { PackagedPart } from './parts.ts'

/** What the server wants started or stopped. */
export interface SymbolCommand {
  readonly symbolName: string
  readonly pluginType: string
  readonly meta: {
    readonly ruleId: string
    /** The stream of a source; the action's place in its rule. */
    readonly opId: string
    readonly instanceId: number
  }
  readonly config: Readonly<Record<string, unknown>>
}

/** A part whose code is loaded. */
export interface LoadedPart {
  readonly part: PackagedPart
  readonly plugin: LoadedPlugin
  readonly state: StateStore
  readonly dataFolder: string
  /** Its module, for the places in messages. */
  readonly file: string
  readonly socketPath: (name: string) => string
}

/** Something that runs because the server said so. */
export interface RunningSymbol {
  /** False where it has lost its connection to the server: a new start is meant seriously. */
  readonly isUsable: boolean
  stop(): Promise<void>
}

/** From which both sides make the names of the sockets. */
export function channelName({ meta }: SymbolCommand): string {
  return `${meta.ruleId}_${meta.opId}_${String(meta.instanceId)}`
}

export function describe({ pluginType, symbolName, meta }: SymbolCommand): string {
  const kind = pluginType === 'func' ? 'function' : pluginType
  return meta.ruleId === ''
    ? `${kind} ${symbolName}`
    : `${kind} ${symbolName} of rule ${meta.ruleId}`
}

/** Rejects when `work` takes longer; what comes of it later is dropped. */
export function within<Result>(
  limitMs: number,
  what: string,
  work: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${what} took over ${String(limitMs / 1000)} s`))
    }, limitMs)
    work.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
