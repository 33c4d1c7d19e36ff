import type { PluginLimits } from './limits.ts'
import { PluginStopped } from './plugin-errors.ts'
import type { PluginProcess, RunnerNews } from './plugin-process.ts'
import type { InstanceSetup } from './protocol.ts'
import type { StateStore } from './state-store.ts'

export interface InstanceListener {
  readonly onNews: (news: RunnerNews) => void
  /** Its process was stopped for a fault. */
  readonly onStopped: (reason: string) => void
  /** It runs in another process now, with other code. */
  readonly onMoved: () => void
}

export interface InstanceOptions {
  readonly id: number
  readonly setup: InstanceSetup
  readonly state: StateStore
  readonly limits: PluginLimits
  readonly listener: InstanceListener
}

const nothing = (): void => undefined

/** One action or stream that uses a plugin. It can move from one process to another while it is used. */
export class PluginInstance {
  readonly id: number
  private readonly options: InstanceOptions
  private process: PluginProcess | undefined
  /** Rows wait for it. */
  private gate: Promise<void> = Promise.resolve()
  private release: () => void = nothing
  private working: Promise<unknown> = Promise.resolve()

  constructor(options: InstanceOptions) {
    this.id = options.id
    this.options = options
  }

  get listener(): InstanceListener {
    return this.options.listener
  }

  /** Under which its state is kept. */
  get statePlace(): string {
    const { ruleId, operatorId } = this.options.setup
    return `${ruleId}/${operatorId}`
  }

  isIn(process: PluginProcess): boolean {
    return this.process === process
  }

  /** Constructs and configures in this process, which may be another than the one that is used. */
  async createIn(process: PluginProcess): Promise<void> {
    const { setup, limits } = this.options
    await process.request({ type: 'create', instance: this.id, setup }, limits.collectMs)
  }

  async openIn(process: PluginProcess): Promise<void> {
    const { state, limits } = this.options
    const values = state.read(this.statePlace)
    await process.request({ type: 'open', instance: this.id, state: values }, limits.openMs)
    this.process = process
  }

  /** Calls `work` with the process that is used, never while it changes. */
  async use<Result>(work: (process: PluginProcess) => Promise<Result>): Promise<Result> {
    await this.gate
    const { process } = this
    if (process === undefined) throw new PluginStopped('it is not open')
    const working = work(process)
    this.working = working.catch(() => undefined)
    return working
  }

  /**
   * Closes here and opens there, where `createIn` was called before. The row in work is finished first.
   * Where it rejects it is open nowhere and its rows go on waiting: move it elsewhere or give it up.
   */
  async moveTo(next: PluginProcess): Promise<void> {
    this.hold()
    this.process?.send({ type: 'pause', instance: this.id })
    await this.working
    const { process } = this
    this.process = undefined
    await this.closeIn(process).catch((error: unknown) => {
      const message = `closing failed: ${error instanceof Error ? error.message : String(error)}`
      this.listener.onNews({ type: 'log', instance: this.id, level: 'warn', message })
    })
    await this.openIn(next)
    this.listener.onMoved()
    this.release()
  }

  /** Its rows fail from now on. */
  giveUp(reason: string): void {
    this.process = undefined
    this.listener.onStopped(reason)
    this.release()
  }

  /** The signal of its context. */
  abort(): void {
    this.process?.send({ type: 'abort', instance: this.id })
  }

  async close(): Promise<void> {
    await this.closeIn(this.process)
  }

  private hold(): void {
    if (this.release !== nothing) return
    this.gate = new Promise((resolve) => {
      this.release = () => {
        this.release = nothing
        resolve()
      }
    })
  }

  private async closeIn(process: PluginProcess | undefined): Promise<void> {
    if (process?.isAlive !== true) return
    const { limits } = this.options
    await process.request({ type: 'close', instance: this.id }, limits.closeMs)
  }
}
