import type { Logger } from '#engine/api'
import type { CodeCandidate } from './candidate.ts'
import type { Bundle } from './bundle.ts'
import type { PluginLimits } from './limits.ts'
import { PluginInstance } from './plugin-instance.ts'
import type { InstanceListener } from './plugin-instance.ts'
import type { PluginProcess, RunnerNews } from './plugin-process.ts'
import { PluginVersion } from './plugin-version.ts'
import type { InstanceSetup, PluginDescription } from './protocol.ts'
import type { StateStore } from './state-store.ts'

export interface UnitOptions {
  readonly candidate: CodeCandidate
  readonly limits: PluginLimits
  readonly state: StateStore
  readonly dataFolder: string
  readonly logger: Logger
  /** It was stopped for a fault, or runs again. */
  readonly onChange: () => void
}

/** What an instance is made from; the plugin knows its own data folder. */
export type InstanceRequest = Omit<InstanceSetup, 'dataFolder'>

/**
 * One plugin while Sluice runs: the version of its code that is used, and the actions or streams that use
 * it. A new version takes the place of the old one under running rules.
 */
export class PluginUnit {
  readonly candidate: CodeCandidate
  private readonly options: UnitOptions
  private current: PluginVersion | undefined
  private readonly instances = new Map<number, PluginInstance>()
  private lastInstance = 0
  private stopReason: string | undefined
  private swapping: Promise<unknown> = Promise.resolve()

  private constructor(options: UnitOptions) {
    this.options = options
    this.candidate = options.candidate
  }

  static async load(options: UnitOptions, bundle: Bundle): Promise<PluginUnit> {
    const unit = new PluginUnit(options)
    unit.current = await unit.loadVersion(bundle)
    return unit
  }

  private get version(): PluginVersion {
    if (this.current === undefined) throw new Error('a plugin is used before it is loaded')
    return this.current
  }

  get description(): PluginDescription {
    return this.version.description
  }

  get hash(): string {
    return this.version.bundle.hash
  }

  /** Why its process was stopped; it starts again with the next rule. */
  get stoppedFor(): string | undefined {
    return this.stopReason
  }

  get isUsed(): boolean {
    return this.instances.size > 0
  }

  /** Constructs, configures and opens one. Rejects with PluginError or PluginStopped. */
  async open(request: InstanceRequest, listener: InstanceListener): Promise<PluginInstance> {
    await this.swapping
    const { limits, state, dataFolder } = this.options
    this.lastInstance += 1
    const setup = { ...request, dataFolder }
    const options = { id: this.lastInstance, setup, state, limits, listener }
    const instance = new PluginInstance(options)
    this.instances.set(instance.id, instance)
    try {
      const process = await this.version.process()
      if (this.stopReason !== undefined) {
        this.stopReason = undefined
        this.options.onChange()
      }
      await instance.createIn(process)
      await instance.openIn(process)
      return instance
    } catch (error) {
      this.instances.delete(instance.id)
      throw error
    }
  }

  async release(instance: PluginInstance): Promise<void> {
    try {
      await instance.close()
    } finally {
      this.instances.delete(instance.id)
    }
  }

  /**
   * Loads new code and moves everything that runs to it. Rejects where it cannot: what ran goes on with
   * the old code.
   */
  replace(bundle: Bundle): Promise<void> {
    const done = this.swapping.then(() => this.swap(bundle))
    this.swapping = done.catch(() => undefined)
    return done
  }

  async close(): Promise<void> {
    await this.version.close()
    await this.options.state.settled()
  }

  private async swap(bundle: Bundle): Promise<void> {
    const next = await this.loadVersion(bundle)
    const old = this.version
    try {
      this.checkCanFollow(next)
      const process = await next.process()
      for (const instance of this.instances.values()) await instance.createIn(process)
      await this.moveAll(process, old)
    } catch (error) {
      await next.close()
      throw error
    }
    this.current = next
    this.stopReason = undefined
    await old.close()
  }

  private loadVersion(bundle: Bundle): Promise<PluginVersion> {
    const { candidate, limits } = this.options
    return PluginVersion.load({
      candidate,
      bundle,
      limits,
      onNews: (news) => this.receive(news),
      onStopped: (process, reason) => this.stopped(process, reason),
    })
  }

  private checkCanFollow(next: PluginVersion): void {
    if (!this.isUsed || next.description.takesBytes === this.version.description.takesBytes) return
    const wanted = next.description.takesBytes ? 'bytes' : 'rows'
    throw new Error(`it deals in ${wanted} now; stop the rules that use it to let it change`)
  }

  private async moveAll(next: PluginProcess, old: PluginVersion): Promise<void> {
    const begun: PluginInstance[] = []
    try {
      for (const instance of this.instances.values()) {
        begun.push(instance)
        await instance.moveTo(next)
      }
    } catch (error) {
      for (const instance of begun) await this.moveBack(instance, old)
      throw error
    }
  }

  private async moveBack(instance: PluginInstance, old: PluginVersion): Promise<void> {
    try {
      const process = await old.process()
      await instance.createIn(process)
      await instance.moveTo(process)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      instance.giveUp(`neither its new version could be opened nor the old one again: ${reason}`)
    }
  }

  private receive(news: RunnerNews): void {
    if (news.type === 'log' && news.instance === undefined) {
      this.options.logger[news.level](news.message)
      return
    }
    const instance = news.instance === undefined ? undefined : this.instances.get(news.instance)
    if (instance === undefined) return
    if (news.type === 'state') this.options.state.change(instance.statePlace, news.changes)
    else instance.listener.onNews(news)
  }

  private stopped(process: PluginProcess, reason: string): void {
    const hit = [...this.instances.values()].filter((instance) => instance.isIn(process))
    for (const { listener } of hit) listener.onStopped(reason)
    this.stopReason = reason
    this.options.logger.error(`${this.candidate.type} was stopped: ${reason}`)
    this.options.onChange()
  }
}
