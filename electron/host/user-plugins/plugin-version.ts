import type { Bundle, BundleFile } from './bundle.ts'
import type { CodeCandidate } from './candidate.ts'
import type { PluginLimits } from './limits.ts'
import { PluginProcess } from './plugin-process.ts'
import type { RunnerNews } from './plugin-process.ts'
import type { PluginDescription } from './protocol.ts'

export interface VersionOptions {
  readonly candidate: CodeCandidate
  readonly bundle: Bundle
  readonly limits: PluginLimits
  readonly onNews: (news: RunnerNews) => void
  /** Its process was stopped for a fault. */
  readonly onStopped: (process: PluginProcess, reason: string) => void
}

/** One state of a plugin's code: its module, and the process that runs it while it is used. */
export class PluginVersion {
  readonly bundle: Bundle
  readonly description: PluginDescription
  private readonly options: VersionOptions
  private readonly file: BundleFile
  private starting: Promise<PluginProcess> | undefined
  private isClosed = false

  private constructor(
    options: VersionOptions,
    file: BundleFile,
    started: { readonly process: PluginProcess; readonly description: PluginDescription },
  ) {
    this.options = options
    this.bundle = options.bundle
    this.file = file
    this.description = started.description
    this.starting = Promise.resolve(started.process)
  }

  /** Runs the module's top level in a process of its own. Rejects with the reason it cannot be used. */
  static async load(options: VersionOptions): Promise<PluginVersion> {
    const file = await options.bundle.write()
    try {
      return new PluginVersion(options, file, await startLoaded(options, file))
    } catch (error) {
      await file.remove()
      throw error
    }
  }

  /** The process; one that was stopped is started again. */
  async process(): Promise<PluginProcess> {
    if (this.isClosed) throw new Error('the plugin was removed')
    const current = await this.starting
    if (current?.isAlive === true) return current
    const again = startLoaded(this.options, this.file).then(({ process }) => process)
    this.starting = again
    // A start that fails is tried anew the next time.
    again.catch(() => {
      this.starting = undefined
    })
    return again
  }

  async close(): Promise<void> {
    this.isClosed = true
    const process = await this.starting?.catch(() => undefined)
    process?.close()
    await this.file.remove()
  }
}

async function startLoaded(
  { candidate, bundle, limits, onNews, onStopped }: VersionOptions,
  file: BundleFile,
): Promise<{ readonly process: PluginProcess; readonly description: PluginDescription }> {
  let isLoaded = false
  const process: PluginProcess = await PluginProcess.start({
    name: candidate.type,
    limits,
    onNews,
    onEnd: (reason) => {
      if (reason !== undefined && isLoaded) onStopped(process, reason)
    },
  })
  try {
    const task = {
      kind: candidate.kind,
      module: file.module,
      file: bundle.file,
      symbol: candidate.symbol,
    }
    const description = await process.request({ type: 'load', task }, limits.loadMs)
    isLoaded = true
    return { process, description: description as PluginDescription }
  } catch (error) {
    process.close()
    throw error
  }
}
