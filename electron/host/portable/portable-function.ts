import type { Value } from '#engine/api'
import type { FunctionThread } from './functions/function-thread.ts'
import { readReply } from './functions/reply.ts'
import type { FunctionMetadata } from './package/metadata.ts'
import type { PortableProcess } from './process.ts'
import { toValue } from './process/rows.ts'
import type { LiveSymbol } from './process/symbol.ts'
import { encodeWireJson } from './process/wire-json.ts'
import { seconds } from './protocol/command-channel.ts'
import { hasReason, messageOf, PortableError } from './protocol/errors.ts'

/** Where a call stands in a statement. */
export interface FunctionCaller {
  readonly ruleId: string
  readonly operatorId: string
  /** Numbers the calls of a statement: the plugin keeps its state for each. */
  readonly functionId: number
}

/**
 * A function of a portable plugin. A call is a message to another process and back. SQL needs the answer
 * at once, so `...Now` makes the calling thread wait for it; they start nothing, and fail at once while
 * the plugin is away or still works on a call whose limit is over.
 */
export interface PortableFunction {
  readonly name: string
  readonly metadata: FunctionMetadata
  /** An aggregate gets each argument as the list of the group's values. Starts the plugin. */
  readonly isAggregate: () => Promise<boolean>
  /** The plugin's reason to refuse the call. `args` is eKuiper's syntax tree of the arguments. */
  readonly validate: (args: readonly unknown[]) => Promise<string | undefined>
  /** The same; `args` is the tree as JSON. */
  readonly validateNow: (args: string) => string | undefined
  /** Rejects with a PortableError, whose message is the plugin's where it has one. */
  call(args: readonly Value[], caller: FunctionCaller): Promise<Value>
  callNow(args: readonly Value[], caller: FunctionCaller): Value
  /** Makes room for the same function of another version; calls go on until it is closed. */
  makeRoom(): Promise<void>
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
        return refusalOf(error)
      }
    },
    validateNow: (args) => {
      try {
        link.askNow('Validate', args)
        return undefined
      } catch (error) {
        return refusalOf(error)
      }
    },
    call: async (args, caller) => toValue(await link.ask('Exec', encodeCall(args, caller))),
    callNow: (args, caller) => toValue(link.askNow('Exec', encodeCall(args, caller))),
    makeRoom: () => link.makeRoom(),
    close: () => link.close(),
  }
}

function refusalOf(error: unknown): string {
  if (hasReason(error, 'refused')) return messageOf(error)
  throw error
}

function encodeCall(
  args: readonly Value[],
  { ruleId, operatorId, functionId }: FunctionCaller,
): string {
  const context = JSON.stringify({ ruleId, opId: operatorId, instanceId: 0, funcId: functionId })
  return encodeWireJson([...args, context])
}

type Operation = 'IsAggregate' | 'Validate' | 'Exec'

class FunctionLink {
  readonly #process: PortableProcess
  readonly #thread: FunctionThread
  readonly #name: string
  readonly #path: string
  #opening: Promise<void> | undefined
  #symbol: LiveSymbol | undefined
  /** Why a call would be of no use now. */
  #away: string | undefined = 'it was not started yet'
  #hangTimer: NodeJS.Timeout | undefined

  constructor(process: PortableProcess, name: string) {
    this.#process = process
    this.#thread = process.functionThread
    this.#name = name
    this.#path = process.socketPath(`func_${name}`)
  }

  async ask(operation: Operation, arg: string): Promise<unknown> {
    await this.#open()
    try {
      this.#checkPresent()
      const limitMs = this.#process.settings.limits.functionMs
      const answer = await this.#thread.ask(this.#path, commandOf(operation, arg), limitMs)
      return readReply(this.#name, answer)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  askNow(operation: Operation, arg: string): unknown {
    try {
      this.#checkPresent()
      const limitMs = this.#process.settings.limits.functionMs
      const answer = this.#thread.askNow(this.#path, commandOf(operation, arg), limitMs)
      return readReply(this.#name, answer)
    } catch (error) {
      // What comes before the next turn of the event loop would meet the same.
      if (hasReason(error, 'process')) this.#away ??= messageOf(error)
      throw this.#explain(error)
    }
  }

  makeRoom(): Promise<void> {
    return this.#thread.stopListening(this.#path)
  }

  async close(): Promise<void> {
    clearTimeout(this.#hangTimer)
    this.#away = 'it was closed'
    // A start that is going on ends as well, whenever its plugin says hello.
    if (this.#symbol) await this.#process.stopSymbol(this.#symbol)
    await this.#thread.close(this.#path)
  }

  #checkPresent(): void {
    if (this.#away === undefined) return
    // Who calls it wants it: it is there for one of the next calls.
    if (this.#opening === undefined) this.#open().catch(() => undefined)
    throw new PortableError('process', this.#away)
  }

  #explain(error: unknown): unknown {
    if (hasReason(error, 'time-limit')) this.#noticeHang()
    if (hasReason(error, 'refused')) return error
    const { name } = this.#process.definition
    const message = messageOf(error)
    const who = message.startsWith('plugin ') ? '' : `plugin ${name}: `
    return new PortableError('process', who + message, {
      cause: error,
    })
  }

  /**
   * One slow call only costs that call: the next ones fail at once until the plugin is back. One that is
   * not back after the same time again is started again.
   */
  #noticeHang(): void {
    if (this.#hangTimer !== undefined) return
    const { functionMs } = this.#process.settings.limits
    this.#away = `it still works on a call that took over ${seconds(functionMs)}`
    this.#hangTimer = setTimeout(() => {
      this.#hangTimer = undefined
      this.#process.kill(`its function ${this.#name} hangs`)
    }, functionMs)
    this.#thread.awaitPlugin(this.#path).then(
      () => this.#comeBack(),
      // It was ended instead; its new start brings it back.
      () => undefined,
    )
  }

  #comeBack(): void {
    clearTimeout(this.#hangTimer)
    this.#hangTimer = undefined
    this.#away = undefined
  }

  #open(): Promise<void> {
    this.#opening ??= this.#start().catch((error: unknown) => {
      this.#opening = undefined
      this.#away = messageOf(error)
      throw error
    })
    return this.#opening
  }

  async #start(): Promise<void> {
    await this.#thread.listen(this.#path, () => this.#noticeLoss())
    const symbol: LiveSymbol = {
      command: {
        symbolName: this.#name,
        pluginType: 'func',
        ruleId: '',
        operatorId: '',
        instanceId: 0,
      },
      onStarted: () => this.#greet(),
      onDown: (message) => {
        clearTimeout(this.#hangTimer)
        this.#hangTimer = undefined
        this.#away = message
        this.#thread.reset(this.#path, message)
      },
    }
    this.#symbol = symbol
    try {
      await this.#process.startSymbol(symbol)
    } catch (error) {
      this.#symbol = undefined
      await this.#thread.close(this.#path)
      throw error
    }
  }

  /** A plugin answers the start before it has connected its function. */
  async #greet(): Promise<void> {
    const { controlMs } = this.#process.settings.limits
    const tooLate = new PortableError('process', `it did not connect within ${seconds(controlMs)}`)
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate), controlMs)
    })
    try {
      await Promise.race([this.#thread.awaitPlugin(this.#path), limit])
    } finally {
      clearTimeout(timer)
    }
    this.#comeBack()
  }

  /** The end of a process is reported by itself; one that goes on has lost this function alone. */
  #noticeLoss(): void {
    const symbol = this.#symbol
    const { status } = this.#process
    if (symbol === undefined || status.state !== 'running') return
    this.#away ??= 'it has closed the channel of the function'
    setTimeout(() => {
      const now = this.#process.status
      const isSame = now.state === 'running' && now.pid === status.pid
      if (isSame && this.#away !== undefined) void this.#process.restartSymbol(symbol)
    }, exitNoticedMs).unref()
  }
}

/** The end of a process is known this long after its channels closed at the latest. */
const exitNoticedMs = 300

function commandOf(operation: Operation, arg: string): string {
  return `{"func":"${operation}","arg":${arg}}`
}
