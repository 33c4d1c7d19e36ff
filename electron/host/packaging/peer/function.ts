import { encodeWireJson } from '../../portable/process/wire-json.ts'
import { FunctionUses } from '../../user-plugins/runner/function-uses.ts'
import type { PluginArgument, PluginFunction } from '../../user-plugins/runner/user-api.ts'
import { toWireError } from '../../user-plugins/runner/wire-error.ts'
import { fromPlain } from '../../user-plugins/values.ts'
import { describe } from './command.ts'
import type { LoadedPart, RunningSymbol, SymbolCommand } from './command.ts'
import { createLog } from './log.ts'
import type { PeerLog } from './log.ts'
import { parsePayload } from './payload.ts'
import { answerCommands } from './sockets.ts'

/** A function of the plugin, which the server starts once and all rules call. */
export class PeerFunction implements RunningSymbol {
  private readonly loaded: LoadedPart
  private readonly log: PeerLog
  private readonly uses: FunctionUses
  private readonly first: PluginFunction
  private readonly ids = new Map<string, number>()
  private channel: Awaited<ReturnType<typeof answerCommands>> | undefined
  private isOpen = true

  private constructor(loaded: LoadedPart, command: SymbolCommand) {
    this.loaded = loaded
    this.log = createLog(describe(command))
    this.first = loaded.plugin.make() as PluginFunction
    this.uses = new FunctionUses(loaded.plugin)
  }

  static async start(loaded: LoadedPart, command: SymbolCommand): Promise<PeerFunction> {
    const made = new PeerFunction(loaded, command)
    const path = loaded.socketPath(`func_${command.symbolName}`)
    const channel = await answerCommands(path, (text) => made.answer(text))
    void channel.closed.then(() => {
      made.isOpen = false
    })
    made.channel = channel
    return made
  }

  get isUsable(): boolean {
    return this.isOpen
  }

  async stop(): Promise<void> {
    this.channel?.close()
    await this.loaded.state.settled()
  }

  /** Never rejects. */
  private async answer(text: string): Promise<string> {
    try {
      const { func, arg } = parsePayload(text) as { func: string; arg: unknown[] | null }
      const result = await this.carryOut(func, arg ?? [])
      return `{"state":true,"result":${encodeWireJson(fromPlain(result))}}`
    } catch (error) {
      const { message } = toWireError(error, this.loaded.file)
      return JSON.stringify({ state: false, result: message })
    }
  }

  private async carryOut(operation: string, args: readonly unknown[]): Promise<unknown> {
    switch (operation) {
      case 'IsAggregate':
        return this.loaded.plugin.description.traits?.isAggregate === true
      case 'Validate':
        return this.validate(args)
      case 'Exec':
        return this.exec(args)
      default:
        throw new Error(`there is no operation ${operation} of functions`)
    }
  }

  private async validate(args: readonly unknown[]): Promise<''> {
    const refusal: unknown = await this.first.validate?.(args.map(toArgument))
    if (typeof refusal === 'string' && refusal !== '') throw new Error(refusal)
    if (refusal === false) throw new Error('the plugin refuses the call without a reason')
    return ''
  }

  /** The last argument is the call's place, as JSON text. */
  private async exec(args: readonly unknown[]): Promise<unknown> {
    const { ruleId, funcId } = JSON.parse(String(args.at(-1))) as { ruleId: string; funcId: number }
    const { state, part } = this.loaded
    const place = `${ruleId}/${part.type}_${String(funcId)}`
    const isNew = !this.ids.has(place)
    const id = this.ids.get(place) ?? this.ids.size + 1
    this.ids.set(place, id)
    const use = { id, ruleId, functionId: funcId, ...(isNew && { state: state.read(place) }) }
    try {
      return await this.uses.exec(use, args.slice(0, -1))
    } finally {
      const { changes, lines } = this.uses.take(id)
      if (changes !== undefined) state.change(place, changes)
      for (const { level, message } of lines ?? []) this.log[level](`rule ${ruleId}: ${message}`)
    }
  }
}

/** eKuiper's syntax tree of an argument, as `validate` gets it in Sluice. */
function toArgument(tree: unknown): PluginArgument {
  if (typeof tree !== 'object' || tree === null) return { kind: 'expression' }
  const { Val, Name, StreamName, Args, FuncId } = tree as Readonly<Record<string, unknown>>
  if (typeof Val === 'string' || typeof Val === 'number' || typeof Val === 'boolean')
    return { kind: 'literal', value: Val }
  if (typeof Val === 'bigint') return { kind: 'literal', value: Val }
  if (typeof Name !== 'string') return { kind: 'expression' }
  if (FuncId !== undefined || Array.isArray(Args)) {
    const args: readonly unknown[] = Array.isArray(Args) ? Args : []
    return { kind: 'call', name: Name, arguments: args.map(toArgument) }
  }
  const isNamed = typeof StreamName === 'string' && StreamName !== '$$default'
  return { kind: 'column', name: Name, ...(isNamed && { stream: StreamName }) }
}
