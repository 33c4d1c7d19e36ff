import type { Value } from '#engine/api'
import type { FunctionMetadata } from './package/metadata.ts'
import type { PortableProcess } from './process.ts'
import { isRecord } from './package/localized.ts'
import { toValue } from './process/rows.ts'
import type { LiveSymbol } from './process/symbol.ts'
import { encodeWireJson } from './process/wire-json.ts'
import { CommandChannel } from './protocol/command-channel.ts'
import { hasReason, messageOf, PortableError } from './protocol/errors.ts'

/** Where a call stands in a statement. */
export interface FunctionCaller {
  readonly ruleId: string
  readonly operatorId: string
  /** Numbers the calls of a statement: the plugin keeps its state for each. */
  readonly functionId: number
}

/**
 * A function of a portable plugin. A call is a message to another process and back, so it is a promise:
 * the engine's scalar functions return at once and cannot be one. An operator that may wait, such as a
 * lookup join's, can call it for the rows of a batch before they go on; calls are answered in order.
 */
export interface PortableFunction {
  readonly name: string
  readonly metadata: FunctionMetadata
  /** An aggregate gets each argument as the list of the group's values. */
  readonly isAggregate: () => Promise<boolean>
  /** The plugin's reason to refuse the call. `args` is eKuiper's syntax tree of the arguments. */
  readonly validate: (args: readonly unknown[]) => Promise<string | undefined>
  /** Rejects with a PortableError, whose message is the plugin's where it has one. */
  call(args: readonly Value[], caller: FunctionCaller): Promise<Value>
  close(): Promise<void>
}

/** Nothing is started before the first use. */
export function createPortableFunction(
  process: PortableProcess,
  name: string,
  metadata: FunctionMetadata,
): PortableFunction {
  const link = new FunctionLink(process, name)
  return {
    name,
    metadata,
    isAggregate: async () => (await link.ask('IsAggregate', 'null')) === true,
    validate: async (args) => {
      try {
        await link.ask('Validate', JSON.stringify(args))
        return undefined
      } catch (error) {
        if (hasReason(error, 'refused')) return messageOf(error)
        throw error
      }
    },
    call: async (args, { ruleId, operatorId, functionId }) => {
      const context = JSON.stringify({
        ruleId,
        opId: operatorId,
        instanceId: 0,
        funcId: functionId,
      })
      return toValue(await link.ask('Exec', encodeWireJson([...args, context])))
    },
    close: () => link.close(),
  }
}

class FunctionLink {
  readonly #process: PortableProcess
  readonly #name: string
  #opening: Promise<CommandChannel> | undefined
  #symbol: LiveSymbol | undefined
  /** The last call is over for its caller, but not for the plugin. */
  #isHanging = false

  constructor(process: PortableProcess, name: string) {
    this.#process = process
    this.#name = name
  }

  async ask(operation: 'IsAggregate' | 'Validate' | 'Exec', arg: string): Promise<unknown> {
    const channel = await this.#open()
    const limitMs = this.#process.settings.limits.functionMs
    const command = `{"func":"${operation}","arg":${arg}}`
    try {
      const answer = await channel.exchange(command, limitMs)
      this.#isHanging = false
      return this.#read(answer)
    } catch (error) {
      if (hasReason(error, 'time-limit')) this.#noticeHang()
      if (hasReason(error, 'refused')) throw error
      throw new PortableError('process', `call func ${this.#name} error: ${messageOf(error)}`, {
        cause: error,
      })
    }
  }

  async close(): Promise<void> {
    const channel = await this.#opening?.catch(() => undefined)
    if (this.#symbol) await this.#process.stopSymbol(this.#symbol)
    await channel?.close()
  }

  /** One slow call only costs that call; a plugin that is not back for the next one is started again. */
  #noticeHang(): void {
    if (this.#isHanging) this.#process.kill(`its function ${this.#name} hangs`)
    this.#isHanging = !this.#isHanging
  }

  #open(): Promise<CommandChannel> {
    this.#opening ??= this.#start().catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }

  async #start(): Promise<CommandChannel> {
    const channel = await CommandChannel.listen(this.#process.socketPath(`func_${this.#name}`))
    const symbol: LiveSymbol = {
      command: {
        symbolName: this.#name,
        pluginType: 'func',
        ruleId: '',
        operatorId: '',
        instanceId: 0,
      },
      onStarted: () => {
        this.#isHanging = false
      },
      onDown: (message) => {
        channel.reset(new PortableError('process', message))
      },
    }
    try {
      await this.#process.startSymbol(symbol)
    } catch (error) {
      await channel.close()
      throw error
    }
    this.#symbol = symbol
    return channel
  }

  #read(answer: string): unknown {
    let reply: unknown
    try {
      reply = JSON.parse(answer)
    } catch {
      throw new PortableError(
        'refused',
        `function ${this.#name} answered ${answer.slice(0, 200)}, which is not JSON`,
      )
    }
    if (!isRecord(reply) || typeof reply.state !== 'boolean') {
      throw new PortableError(
        'refused',
        `function ${this.#name} answered ${answer.slice(0, 200)} without a state`,
      )
    }
    if (reply.state) return reply.result
    const { result } = reply
    const text = typeof result === 'string' ? result : (JSON.stringify(result) ?? '')
    const isEmpty = text.trim() === '' || text === 'null'
    throw new PortableError(
      'refused',
      isEmpty ? `function ${this.#name} failed without saying why` : text,
    )
  }
}
