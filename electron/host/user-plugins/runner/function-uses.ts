import { logLine } from '#engine/api'
import type { FunctionAnswer, FunctionUse, StateChanges } from '../protocol.ts'
import type { LoadedPlugin } from './load-plugin.ts'
import { createState } from './state.ts'
import type { TrackedState } from './state.ts'
import type { PluginFunction, PluginFunctionContext } from './user-api.ts'

interface Use {
  readonly object: PluginFunction
  readonly context: PluginFunctionContext
  readonly state: TrackedState
}

/** What one answer carries beside its value. */
export type AnswerExtras = Pick<FunctionAnswer, 'changes' | 'lines'>

/** The calls of running rules: each has its context and, of a class, an instance of its own. */
export class FunctionUses {
  private readonly plugin: LoadedPlugin
  private readonly uses = new Map<number, Use>()
  private changes: StateChanges[number][] = []
  private lines: NonNullable<FunctionAnswer['lines']>[number][] = []

  constructor(plugin: LoadedPlugin) {
    this.plugin = plugin
  }

  exec(use: FunctionUse, args: readonly unknown[]): unknown {
    const { object, context } = this.uses.get(use.id) ?? this.begin(use)
    return object.exec(args, context)
  }

  forget(id: number): void {
    this.uses.delete(id)
  }

  /** What came up since the last time. */
  take(use: number | undefined): AnswerExtras {
    if (use !== undefined) this.uses.get(use)?.state.flush()
    const { changes, lines } = this
    this.changes = []
    this.lines = []
    return {
      ...(changes.length === 0 ? {} : { changes }),
      ...(lines.length === 0 ? {} : { lines }),
    }
  }

  private begin({ id, ruleId, functionId, state: kept = {} }: FunctionUse): Use {
    const state = createState((changes) => this.changes.push(...changes))
    state.restore(kept)
    const log =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (message: unknown, ...details: readonly unknown[]) => {
        this.lines.push({ level, message: logLine(message, details) })
      }
    const context: PluginFunctionContext = {
      logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      ruleId,
      functionId,
      state,
    }
    const begun: Use = { object: this.plugin.make() as PluginFunction, context, state }
    this.uses.set(id, begun)
    return begun
  }
}
