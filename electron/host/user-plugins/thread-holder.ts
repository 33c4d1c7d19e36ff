import type { Logger } from '#engine/api'
import type { Bundle, BundleFile } from './bundle.ts'
import type { CodeCandidate } from './candidate.ts'
import { FunctionThread } from './function-thread.ts'
import type { PluginLimits } from './limits.ts'
import type { FunctionRequest, Level, PluginDescription, StateChanges } from './protocol.ts'

export interface ThreadHolderOptions {
  readonly candidate: CodeCandidate
  readonly limits: PluginLimits
  readonly logger: Logger
}

interface Loaded {
  readonly bundle: Bundle
  readonly file: BundleFile
}

/**
 * The thread of a plugin that is called while the engine waits, whatever code it has now: it is replaced
 * when that changes, and started again after it was stopped.
 */
export class ThreadHolder {
  private readonly options: ThreadHolderOptions
  private loaded: Loaded
  private thread: FunctionThread
  private restarting: Promise<unknown> | undefined
  private isClosed = false

  private constructor(options: ThreadHolderOptions, loaded: Loaded, thread: FunctionThread) {
    this.options = options
    this.loaded = loaded
    this.thread = thread
  }

  /** Rejects with PluginError or PluginStopped. */
  static async load(options: ThreadHolderOptions, bundle: Bundle): Promise<ThreadHolder> {
    const file = await bundle.write()
    try {
      const thread = await startThread(options, bundle, file)
      return new ThreadHolder(options, { bundle, file }, thread)
    } catch (error) {
      await file.remove()
      throw error
    }
  }

  /** Another one knows nothing of what was said to this one. */
  get current(): object {
    return this.thread
  }

  get description(): PluginDescription {
    return this.thread.description
  }

  get hash(): string {
    return this.loaded.bundle.hash
  }

  get stoppedFor(): string | undefined {
    return this.thread.stoppedFor
  }

  /** From the next call on; rejects where the new code cannot be loaded, and the old goes on. */
  async replace(bundle: Bundle): Promise<void> {
    const file = await bundle.write()
    let thread: FunctionThread
    try {
      thread = await startThread(this.options, bundle, file)
    } catch (error) {
      await file.remove()
      throw error
    }
    // Only now: the old code's thread may have been started again meanwhile.
    const old = { thread: this.thread, file: this.loaded.file }
    this.thread = thread
    this.loaded = { bundle, file }
    await old.thread.close()
    await this.restarting
    await old.file.remove()
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.thread.close()
    await this.restarting
    await this.loaded.file.remove()
  }

  /** Throws PluginError or PluginStopped; a thread that was stopped is on its way back then. */
  call(
    request: Exclude<FunctionRequest, { type: 'forget' }>,
    about = '',
  ): { readonly value: unknown; readonly changes: StateChanges | undefined } {
    try {
      return this.thread.call(request, (level, message) => this.log(level, about + message))
    } catch (error) {
      this.restart()
      throw error
    }
  }

  forget(use: number): void {
    this.thread.forget(use)
  }

  private log(level: Level, message: string): void {
    this.options.logger[level](`${this.options.candidate.type}: ${message}`)
  }

  /** Beside the rows, which fail until it is there. */
  private restart(): void {
    if (this.isClosed || this.thread.stoppedFor === undefined || this.restarting !== undefined) {
      return
    }
    const { loaded } = this
    this.restarting = startThread(this.options, loaded.bundle, loaded.file)
      .then(async (thread) => {
        // Closed, or replaced by other code, while it started.
        if (this.isClosed || this.loaded !== loaded) await thread.close()
        else this.thread = thread
      })
      // It stays stopped, with its reason on every row.
      .catch(() => undefined)
      .finally(() => {
        this.restarting = undefined
      })
  }
}

function startThread(
  { candidate, limits, logger }: ThreadHolderOptions,
  bundle: Bundle,
  file: BundleFile,
): Promise<FunctionThread> {
  const { kind, symbol, type } = candidate
  const task = { kind, module: file.module, file: bundle.file, symbol }
  return FunctionThread.start(task, limits, (line) => logger.info(`${type}: ${line}`))
}
