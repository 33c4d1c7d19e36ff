import { EvaluationError } from '#engine'
import type { ScalarFunction } from '#engine'
import type { Bundle, BundleFile } from './bundle.ts'
import type { CodeCandidate } from './find-plugins.ts'
import { FunctionThread } from './function-thread.ts'
import type { PluginLimits } from './limits.ts'
import { explain } from './plugin-errors.ts'
import type { PluginDescription } from './protocol.ts'
import { fromPlain, toPlain } from './values.ts'

/** A function while Sluice runs: its code can change under the rules that call it. */
export class FunctionUnit {
  private readonly candidate: CodeCandidate
  private readonly limits: PluginLimits
  private loaded: { readonly bundle: Bundle; readonly file: BundleFile }
  private thread: FunctionThread
  private restarting: Promise<unknown> | undefined

  private constructor(
    options: { readonly candidate: CodeCandidate; readonly limits: PluginLimits },
    loaded: { readonly bundle: Bundle; readonly file: BundleFile },
    thread: FunctionThread,
  ) {
    this.candidate = options.candidate
    this.limits = options.limits
    this.loaded = loaded
    this.thread = thread
  }

  static async load(
    options: { readonly candidate: CodeCandidate; readonly limits: PluginLimits },
    bundle: Bundle,
  ): Promise<FunctionUnit> {
    const file = await bundle.write()
    try {
      const thread = await startThread(options.candidate, bundle, file, options.limits)
      return new FunctionUnit(options, { bundle, file }, thread)
    } catch (error) {
      await file.remove()
      throw error
    }
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
    const old = { thread: this.thread, file: this.loaded.file }
    try {
      this.thread = await startThread(this.candidate, bundle, file, this.limits)
    } catch (error) {
      await file.remove()
      throw error
    }
    this.loaded = { bundle, file }
    await old.thread.close()
    await old.file.remove()
  }

  async close(): Promise<void> {
    await this.thread.close()
    await this.loaded.file.remove()
  }

  /** The function as SQL knows it. Whatever it throws fails its row. */
  define(summary: string): ScalarFunction {
    const { type } = this.candidate
    return {
      kind: 'scalar',
      name: type,
      category: 'other',
      signatures: [`${type}(...)`],
      summary,
      example: { expression: `${type}(1)`, result: 'null' },
      check: () => undefined,
      evaluate: (args, { ruleId }) => {
        try {
          return fromPlain(this.thread.call({ args: args.map(toPlain), ruleId }))
        } catch (error) {
          this.restart()
          throw toEvaluationError(explain(error))
        }
      },
    }
  }

  /** A thread that was stopped is started again beside the rows, which fail until it is there. */
  private restart(): void {
    if (this.thread.stoppedFor === undefined || this.restarting !== undefined) return
    const { bundle, file } = this.loaded
    this.restarting = startThread(this.candidate, bundle, file, this.limits)
      .then((thread) => {
        this.thread = thread
      })
      // It stays stopped, with its reason on every row.
      .catch(() => undefined)
      .finally(() => {
        this.restarting = undefined
      })
  }
}

function startThread(
  { kind, symbol }: CodeCandidate,
  bundle: Bundle,
  file: BundleFile,
  limits: PluginLimits,
): Promise<FunctionThread> {
  const task = { kind, module: file.module, file: bundle.file, symbol }
  return FunctionThread.start(task, file, limits)
}

/** The engine takes an error of another kind for a fault of its own. */
function toEvaluationError(error: unknown): EvaluationError {
  return new EvaluationError(error instanceof Error ? error.message : String(error))
}
