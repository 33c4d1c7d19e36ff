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
import type { Bundle } from './bundle.ts'
import type { CodeCandidate } from './candidate.ts'
import type { PluginLimits } from './limits.ts'
import { explain } from './plugin-errors.ts'
import { countArguments, toArgument } from './function-arguments.ts'
import type { StateStore } from './state-store.ts'
import { ThreadHolder } from './thread-holder.ts'
import { ThreadUnit } from './thread-unit.ts'
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
  thread: object | undefined
}

/** For states that are made before a rule runs, to ask what they can do. */
const noContext: FunctionContext = {
  ruleId: '',
  ruleStart: 0,
  now: () => 0,
  random: () => 0,
  newId: () => '',
}

/** A function while Sluice runs. */
export class FunctionUnit extends ThreadUnit {
  private readonly options: FunctionUnitOptions
  private readonly candidate: CodeCandidate

  private constructor(options: FunctionUnitOptions, thread: ThreadHolder) {
    super(thread)
    this.options = options
    this.candidate = options.candidate
  }

  static async load(options: FunctionUnitOptions, bundle: Bundle): Promise<FunctionUnit> {
    return new FunctionUnit(options, await ThreadHolder.load(options, bundle))
  }

  override async close(): Promise<void> {
    await super.close()
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
        const use = this.startUse(callNumber)
        return () => gatherArguments((lists) => this.exec(use, lists, context))
      }
      const create = bind(noContext, 0)
      return { description, definition: { kind: 'aggregate', ...described, check, create, bind } }
    }
    const bind = (callNumber: number): ScalarFunction['evaluate'] => {
      const use = this.startUse(callNumber)
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

  private startUse(functionId: number): Use {
    return this.createUse((id): Use => ({ id, functionId, thread: undefined }))
  }

  private exec(use: Use, args: readonly Value[], { ruleId }: FunctionContext): Value {
    const { id, functionId } = use
    const place = `${ruleId}/${this.candidate.type}_${String(functionId)}`
    const { current } = this.thread
    const state = use.thread === current ? {} : { state: this.options.state.read(place) }
    try {
      const { value, changes } = this.thread.call(
        { type: 'exec', use: { id, ruleId, functionId, ...state }, args: args.map(toPlain) },
        `rule ${ruleId}: `,
      )
      use.thread = current
      if (changes !== undefined) this.options.state.change(place, changes)
      return fromPlain(value)
    } catch (error) {
      throw toEvaluationError(explain(error))
    }
  }

  /** The plugin's reason to refuse the call. */
  private validate(args: readonly Expression[]): string | undefined {
    const request = { type: 'validate', args: args.map(toArgument) } as const
    try {
      const { value } = this.thread.call(request)
      if (value === undefined || value === null || value === true || value === '') return undefined
      return typeof value === 'string' ? value : 'the plugin refuses the call without a reason.'
    } catch (error) {
      const reason = explain(error)
      return reason instanceof Error ? reason.message : String(reason)
    }
  }
}

/** The engine takes an error of another kind for a fault of its own. */
function toEvaluationError(error: unknown): EvaluationError {
  return new EvaluationError(error instanceof Error ? error.message : String(error))
}
