import { describedFunction, EvaluationError, gatherArguments } from '#engine'
import type {
  Expression,
  FunctionContext,
  FunctionDefinition,
  FunctionDescription,
  ScalarFunction,
  Value,
} from '#engine'
import type { Logger } from '#engine/api'
import type { Bundle, BundleFile } from './bundle.ts'
import type { CodeCandidate } from './find-plugins.ts'
import { FunctionThread } from './function-thread.ts'
import type { PluginLimits } from './limits.ts'
import { explain } from './plugin-errors.ts'
import { countArguments, toArgument } from './function-arguments.ts'
import type { Level, PluginDescription } from './protocol.ts'
import type { StateStore } from './state-store.ts'
import { fromPlain, toPlain } from './values.ts'

export interface FunctionUnitOptions {
  readonly candidate: CodeCandidate
  readonly limits: PluginLimits
  /** What `ctx.state` of its calls has. */
  readonly state: StateStore
  readonly logger: Logger
}

/** A function with what can be said about it elsewhere. */
export interface PluginFunctionDefinition {
  readonly description: FunctionDescription
  readonly definition: FunctionDefinition
}

type CheckCall = FunctionDefinition['check']

/** One call in one running rule. */
interface Use {
  readonly id: number
  readonly functionId: number
  /** Where it was called last: another one does not know its state. */
  thread: FunctionThread | undefined
}

/** For states that are made before a rule runs, to ask what they can do. */
const noContext: FunctionContext = {
  ruleId: '',
  ruleStart: 0,
  now: () => 0,
  random: () => 0,
  newId: () => '',
}

/** A function while Sluice runs: its code can change under the rules that call it. */
export class FunctionUnit {
  private readonly options: FunctionUnitOptions
  private readonly candidate: CodeCandidate
  private lastUse = 0
  /** Their rule has ended and nothing holds them any more. */
  private readonly endedUses = new FinalizationRegistry<number>((use) => {
    this.thread.forget(use)
  })
  private loaded: { readonly bundle: Bundle; readonly file: BundleFile }
  private thread: FunctionThread
  private restarting: Promise<unknown> | undefined

  private constructor(
    options: FunctionUnitOptions,
    loaded: { readonly bundle: Bundle; readonly file: BundleFile },
    thread: FunctionThread,
  ) {
    this.options = options
    this.candidate = options.candidate
    this.loaded = loaded
    this.thread = thread
  }

  static async load(options: FunctionUnitOptions, bundle: Bundle): Promise<FunctionUnit> {
    const file = await bundle.write()
    try {
      const thread = await startThread(options, bundle, file)
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
      this.thread = await startThread(this.options, bundle, file)
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
    await this.options.state.settled()
  }

  /** The function as SQL knows it. Whatever it throws fails its row. */
  define(summary: string): PluginFunctionDefinition {
    const { type: name } = this.candidate
    const {
      isAggregate = false,
      signatures = [],
      canValidate = false,
    } = this.thread.description.traits ?? {}
    const counts = countArguments(signatures)
    const description: FunctionDescription = {
      name,
      kind: isAggregate ? 'aggregate' : 'scalar',
      signatures: signatures.length === 0 ? [`${name}(...)`] : signatures,
      summary,
      ...(counts === undefined ? {} : { arguments: counts }),
    }
    const described = describedFunction(description)
    const check: CheckCall = (args, call) =>
      described.check(args, call) ?? (canValidate ? this.validate(args) : undefined)
    if (isAggregate) {
      const bind = (context: FunctionContext, callNumber: number) => {
        const use = this.createUse(callNumber)
        return () => gatherArguments((lists) => this.exec(use, lists, context))
      }
      const create = bind(noContext, 0)
      return { description, definition: { kind: 'aggregate', ...described, check, create, bind } }
    }
    const bind = (callNumber: number): ScalarFunction['evaluate'] => {
      const use = this.createUse(callNumber)
      return (args, context) => this.exec(use, args, context)
    }
    return {
      description,
      definition: {
        kind: 'scalar',
        ...described,
        check,
        evaluate: bind(0),
        bind: (_literals, _shapes, callNumber) => bind(callNumber),
      },
    }
  }

  private createUse(functionId: number): Use {
    this.lastUse += 1
    const use: Use = { id: this.lastUse, functionId, thread: undefined }
    this.endedUses.register(use, use.id)
    return use
  }

  private exec(use: Use, args: readonly Value[], { ruleId }: FunctionContext): Value {
    const { id, functionId } = use
    const place = `${ruleId}/${this.candidate.type}_${String(functionId)}`
    const isNew = use.thread !== this.thread
    const state = isNew ? { state: this.options.state.read(place) } : {}
    const said = `rule ${ruleId}`
    try {
      const { value, changes } = this.thread.call(
        { type: 'exec', use: { id, ruleId, functionId, ...state }, args: args.map(toPlain) },
        (level, message) => this.log(level, `${said}: ${message}`),
      )
      use.thread = this.thread
      if (changes !== undefined) this.options.state.change(place, changes)
      return fromPlain(value)
    } catch (error) {
      this.restart()
      throw toEvaluationError(explain(error))
    }
  }

  /** The plugin's reason to refuse the call. */
  private validate(args: readonly Expression[]): string | undefined {
    const request = { type: 'validate', args: args.map(toArgument) } as const
    try {
      const { value } = this.thread.call(request, (level, message) => this.log(level, message))
      if (value === undefined || value === null || value === true || value === '') return undefined
      return typeof value === 'string' ? value : 'the plugin refuses the call without a reason.'
    } catch (error) {
      this.restart()
      const reason = explain(error)
      return reason instanceof Error ? reason.message : String(reason)
    }
  }

  private log(level: Level, message: string): void {
    this.options.logger[level](`${this.candidate.type}: ${message}`)
  }

  /** A thread that was stopped is started again beside the rows, which fail until it is there. */
  private restart(): void {
    if (this.thread.stoppedFor === undefined || this.restarting !== undefined) return
    const { bundle, file } = this.loaded
    this.restarting = startThread(this.options, bundle, file)
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
  { candidate, limits, logger }: FunctionUnitOptions,
  bundle: Bundle,
  file: BundleFile,
): Promise<FunctionThread> {
  const { kind, symbol, type } = candidate
  const task = { kind, module: file.module, file: bundle.file, symbol }
  return FunctionThread.start(task, limits, (line) => logger.info(`${type}: ${line}`))
}

/** The engine takes an error of another kind for a fault of its own. */
function toEvaluationError(error: unknown): EvaluationError {
  return new EvaluationError(error instanceof Error ? error.message : String(error))
}
