import { join } from 'node:path'
import { FunctionThread } from './functions/function-thread.ts'
import { startChild } from './process/child.ts'
import type { RunningChild } from './process/child.ts'
import { OutputTail } from './process/output-tail.ts'
import { Backoff } from './process/backoff.ts'
import { describeSymbol, encodeCommand } from './process/symbol.ts'
import type { LiveSymbol, SymbolCommand } from './process/symbol.ts'
import { CommandChannel, seconds } from './protocol/command-channel.ts'
import { hasReason, messageOf, PortableError } from './protocol/errors.ts'
import type { PortableDefinition } from './definition.ts'
import type { PortableSettings } from './options.ts'

export type ProcessStatus =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly pid: number }
  /** `message` says how it ended, with its last output. `retryAt`: milliseconds since 1970. */
  | { readonly state: 'crashed'; readonly message: string; readonly retryAt: number }
  | { readonly state: 'closed' }

/** A source or sink that can go on in the process of another version. */
export interface MovingSymbol extends LiveSymbol {
  /** It is about to be stopped. Resolves when the plugin has taken what it was given; the rest waits. */
  prepareMove(): Promise<void>
  /** The process it is in from now on, whether it was started there or back in the former one. */
  onMoved(process: PortableProcess): void
}

/**
 * The one process of a portable plugin. It is started when the first symbol is, ended by `close`, and
 * started again after a crash while any symbol is wanted; all wanted symbols are then started again, too.
 * A process that does not answer a command within the limit is ended, which counts as a crash.
 */
export class PortableProcess {
  readonly definition: PortableDefinition
  readonly settings: PortableSettings
  /** Has the sockets of its functions. */
  readonly functionThread = new FunctionThread()
  readonly #output: OutputTail
  readonly #backoff: Backoff
  readonly #live = new Set<LiveSymbol>()
  /** Live, but the plugin refused to start them again. */
  readonly #failing = new Set<LiveSymbol>()
  /** Also those that were stopped before their start was over. */
  readonly #stopped = new WeakSet<LiveSymbol>()
  readonly #listeners = new Set<(status: ProcessStatus) => void>()
  #status: ProcessStatus = { state: 'stopped' }
  #control: CommandChannel | undefined
  #child: RunningChild | undefined
  #starting: Promise<void> | undefined
  #restartTimer: NodeJS.Timeout | undefined
  #isHandingOver = false
  #successor: PortableProcess | undefined
  /** Why the host itself ended the process. */
  #killReason: string | undefined

  constructor(definition: PortableDefinition, settings: PortableSettings) {
    this.definition = definition
    this.settings = settings
    this.#output = new OutputTail(settings.onOutput)
    this.#backoff = new Backoff(settings.restart)
  }

  get status(): ProcessStatus {
    return this.#status
  }

  /** The process of the newest version that has taken over. */
  get latest(): PortableProcess {
    return this.#successor?.latest ?? this
  }

  /** The last lines it wrote, oldest first. */
  get outputLines(): readonly string[] {
    return this.#output.lines
  }

  /** The last lines as the end of a sentence; empty where it wrote nothing. */
  describeOutput(): string {
    return this.#output.describe()
  }

  /** True while a source or sink of it is wanted. */
  get isUsed(): boolean {
    return [...this.#live].some(({ command }) => command.pluginType !== 'func')
  }

  /** Calls `listener` on every change; returns how to end that. */
  onStatus(listener: (status: ProcessStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Where a socket of the protocol is. */
  socketPath(name: string): string {
    return join(this.settings.socketFolder, `${name}.ipc`)
  }

  /**
   * Starts the process where needed, then the symbol, which is from then on started again after every
   * crash. Rejects with a PortableError: `refused` where the plugin says no, another reason where the
   * process is the trouble. A symbol that could not be started is not kept.
   */
  async startSymbol(symbol: LiveSymbol): Promise<void> {
    await this.#ensureRunning()
    this.#checkWanted(symbol)
    await this.#command('start', symbol.command)
    await symbol.onStarted()
    this.#checkWanted(symbol)
    this.#live.add(symbol)
  }

  /** Stops the symbol where the process runs; never fails for a plugin that cannot do it any more. */
  async stopSymbol(symbol: LiveSymbol): Promise<void> {
    this.#stopped.add(symbol)
    this.#live.delete(symbol)
    this.#failing.delete(symbol)
    if (this.#live.size === 0) clearTimeout(this.#restartTimer)
    if (this.#status.state === 'running')
      await this.#command('stop', symbol.command).catch(ignoreLoss)
  }

  /** Stops and starts one symbol that does not do its work any more. */
  async restartSymbol(symbol: LiveSymbol): Promise<void> {
    if (!this.#isUsable || !this.#live.has(symbol)) return
    await this.#command('stop', symbol.command).catch(ignoreLoss)
    await this.#replay(symbol)
  }

  /** Ends a process that hangs in something else than a command. It is then started again. */
  kill(reason: string): void {
    this.#killReason ??= reason
    this.#child?.kill()
  }

  /**
   * Starts another version of the plugin and moves the sources and sinks that run to it, one by one. This
   * one can then be closed. Rejects where the other one cannot be started or refuses one of them: then
   * the other one is closed, and everything goes on here.
   */
  async handOver(next: PortableProcess): Promise<void> {
    const isIdle = this.#child === undefined && this.#live.size === 0
    if (isIdle && this.#starting === undefined) {
      this.#successor = next
      return
    }
    const symbols = [...this.#live].filter(canMove)
    for (const { command } of symbols) next.#checkProvides(command)
    const moved: MovingSymbol[] = []
    this.#isHandingOver = true
    clearTimeout(this.#restartTimer)
    this.#control?.stopListening()
    try {
      await next.#ensureRunning()
      for (const symbol of symbols) {
        if (!this.#live.has(symbol)) continue
        moved.push(symbol)
        await this.#move(symbol, next)
      }
      this.#successor = next
    } catch (error) {
      for (const symbol of moved) await next.stopSymbol(symbol)
      await next.close()
      await this.#goOn(moved)
      throw error
    } finally {
      this.#isHandingOver = false
    }
  }

  async #move(symbol: MovingSymbol, next: PortableProcess): Promise<void> {
    await symbol.prepareMove()
    this.#live.delete(symbol)
    this.#failing.delete(symbol)
    await this.#command('stop', symbol.command).catch(ignoreLoss)
    if (this.#stopped.has(symbol)) return
    await next.startSymbol(symbol)
    symbol.onMoved(next)
    if (this.#stopped.has(symbol)) await next.stopSymbol(symbol)
  }

  async #goOn(moved: readonly MovingSymbol[]): Promise<void> {
    this.#isHandingOver = false
    await this.#control?.listenAgain()
    for (const symbol of moved.filter((each) => !this.#stopped.has(each))) {
      this.#live.add(symbol)
      symbol.onMoved(this)
      if (this.#isUsable) await this.#replay(symbol)
    }
    const status = this.#status
    if (status.state === 'crashed' && this.#live.size > 0) this.#scheduleRestart(status.retryAt)
  }

  #checkProvides({ pluginType, symbolName }: SymbolCommand): void {
    const { sources, sinks } = this.definition
    if ((pluginType === 'source' ? sources : sinks).has(symbolName)) return
    throw this.#error('refused', `it has no ${pluginType} ${symbolName} any more`)
  }

  /** Ends the process and everything it started. */
  async close(): Promise<void> {
    this.#setStatus({ state: 'closed' })
    clearTimeout(this.#restartTimer)
    this.#live.clear()
    this.#child?.kill()
    await this.#starting?.catch(ignoreLoss)
    await this.#control?.close()
    this.#control = undefined
    await this.functionThread.end()
  }

  #checkWanted(symbol: LiveSymbol): void {
    if (!this.#stopped.has(symbol)) return
    throw this.#error('closed', `${describeSymbol(symbol.command)} was stopped while it started`)
  }

  async #ensureRunning(): Promise<void> {
    const status = this.#status
    if (status.state === 'running') return
    if (status.state === 'closed') throw this.#error('closed', 'it was closed')
    if (status.state === 'crashed' && status.retryAt > Date.now()) {
      throw this.#error(
        'process',
        `${status.message}; it starts again at ${clockTime(status.retryAt)}`,
      )
    }
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined
    })
    await this.#starting
  }

  async #start(): Promise<void> {
    this.#setStatus({ state: 'starting' })
    this.#killReason = undefined
    this.#output.clear()
    try {
      this.#control ??= await CommandChannel.listen(
        this.socketPath(`plugin_${this.definition.name}`),
      )
      if (this.#isClosed) throw new PortableError('closed', 'it was closed')
      await this.#startChild(this.#control)
    } catch (error) {
      const status = this.status
      if (status.state === 'crashed') throw this.#error('process', status.message)
      this.#crash(messageOf(error))
      throw this.#error(error instanceof PortableError ? error.reason : 'process', messageOf(error))
    }
  }

  #startChild(control: CommandChannel): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = startChild(this.definition, this.settings, {
        output: this.#output,
        onExit: (description) => {
          clearTimeout(timer)
          this.#child = undefined
          this.#crash((this.#killReason ?? description) + this.#output.describe())
          reject(new Error(description))
        },
      })
      this.#child = child
      const timer = this.#limitHandshake(control)
      control.onHandshake(() => {
        clearTimeout(timer)
        if (this.#child !== child || this.#isClosed) return
        this.#backoff.started(Date.now())
        this.#setStatus({ state: 'running', pid: child.pid })
        resolve()
      })
    })
  }

  #limitHandshake(control: CommandChannel): NodeJS.Timeout {
    const { handshakeMs } = this.settings.limits
    return setTimeout(() => {
      this.kill(
        `it did not say hello on ${control.path} within ${seconds(handshakeMs)}: ` +
          `is the plugin's name in its own code also ${this.definition.name}?`,
      )
    }, handshakeMs)
  }

  #crash(message: string): void {
    if (this.#isClosed) return
    const retryAt = this.#backoff.next(Date.now())
    this.#setStatus({ state: 'crashed', message, retryAt })
    const error = this.#error('process', message)
    this.#control?.reset(error)
    for (const symbol of this.#live) symbol.onDown(error.message, retryAt)
    if (this.#live.size > 0 && !this.#isHandingOver) this.#scheduleRestart(retryAt)
  }

  #scheduleRestart(at: number): void {
    clearTimeout(this.#restartTimer)
    this.#restartTimer = setTimeout(
      () => {
        this.#revive().catch(ignoreLoss)
      },
      Math.max(0, at - Date.now() + 1),
    )
  }

  /** A failed start has crashed again, which schedules the next one. */
  async #revive(): Promise<void> {
    if (this.#live.size === 0) return
    await this.#ensureRunning()
    for (const symbol of [...this.#live]) {
      if (this.#isUsable && this.#live.has(symbol)) await this.#replay(symbol)
    }
  }

  async #replay(symbol: LiveSymbol): Promise<void> {
    try {
      await this.#command('start', symbol.command)
      await symbol.onStarted()
      this.#failing.delete(symbol)
    } catch (error) {
      if (this.#isUsable) this.#retryLater(symbol, messageOf(error))
      else this.#moveToEnd(symbol)
    }
  }

  /** The plugin lives and only this symbol fails. */
  #retryLater(symbol: LiveSymbol, message: string): void {
    const { maxMs } = this.settings.restart
    this.#failing.add(symbol)
    symbol.onDown(message, Date.now() + maxMs)
    const timer = setTimeout(() => {
      if (this.#failing.has(symbol)) void this.restartSymbol(symbol)
    }, maxMs)
    timer.unref()
  }

  /** One that hangs or crashes the process must not keep the others from being started. */
  #moveToEnd(symbol: LiveSymbol): void {
    if (this.#live.delete(symbol)) this.#live.add(symbol)
  }

  get #isClosed(): boolean {
    return this.#status.state === 'closed'
  }

  get #isUsable(): boolean {
    return this.#status.state === 'running' && this.#killReason === undefined
  }

  async #command(cmd: 'start' | 'stop', command: SymbolCommand): Promise<void> {
    const control = this.#control
    if (!control || !this.#isUsable)
      throw this.#error('process', this.#killReason ?? 'it does not run')
    const what = `${cmd} ${describeSymbol(command)}`
    const limitMs = this.settings.limits.controlMs
    const answer = await control
      .exchange(encodeCommand(cmd, command), limitMs)
      .catch((error: unknown) => {
        if (hasReason(error, 'time-limit'))
          this.kill(`it hung: no answer to "${what}" within ${seconds(limitMs)}`)
        if (hasReason(error, 'process')) throw error
        throw this.#error('process', `${messageOf(error)} ("${what}")`)
      })
    if (answer !== 'ok') throw this.#error('refused', `cannot ${what}: ${messageOf(answer)}`)
  }

  #error(reason: PortableError['reason'], message: string): PortableError {
    return new PortableError(reason, `plugin ${this.definition.name}: ${message}`)
  }

  #setStatus(status: ProcessStatus): void {
    if (this.#isClosed) return
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

function canMove(symbol: LiveSymbol): symbol is MovingSymbol {
  return 'prepareMove' in symbol
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}

function ignoreLoss(): void {
  // The process is gone: its end was reported to every symbol already.
}
