import { encodeWireJson } from './wire-json.ts'

export type SymbolType = 'source' | 'sink' | 'func'

/** What the plugin is told about a symbol: a source, sink or function that it provides. */
export interface SymbolCommand {
  readonly symbolName: string
  readonly pluginType: SymbolType
  readonly ruleId: string
  readonly operatorId: string
  readonly instanceId: number
  /** Left out of the command where it is empty. */
  readonly config?: Readonly<Record<string, unknown>>
}

/** A symbol that is wanted: started now, and again whenever the process was. */
export interface LiveSymbol {
  readonly command: SymbolCommand
  /** The plugin has answered `ok`; rejecting counts as a failed start. */
  onStarted(): void | Promise<void>
  /** It does not run any more, or could not be started again. `retryAt`: when that is tried next. */
  onDown(message: string, retryAt: number | undefined): void
}

/** The command's text: JSON with the argument as JSON text inside, keys in the order of eKuiper. */
export function encodeCommand(cmd: 'start' | 'stop', command: SymbolCommand): string {
  const { symbolName, pluginType, ruleId, operatorId, instanceId, config = {} } = command
  const meta = `{"ruleId":${JSON.stringify(ruleId)},"opId":${JSON.stringify(operatorId)},"instanceId":${String(instanceId)}}`
  const tail = Object.keys(config).length > 0 ? `,"config":${encodeWireJson(config)}` : ''
  const arg = `{"symbolName":${JSON.stringify(symbolName)},"meta":${meta},"pluginType":"${pluginType}"${tail}}`
  return JSON.stringify({ cmd, arg })
}

/** How messages name it, such as `sink collector of rule r1`. */
export function describeSymbol({ pluginType, symbolName, ruleId }: SymbolCommand): string {
  const kind = pluginType === 'func' ? 'function' : pluginType
  return ruleId === '' ? `${kind} ${symbolName}` : `${kind} ${symbolName} of rule ${ruleId}`
}
