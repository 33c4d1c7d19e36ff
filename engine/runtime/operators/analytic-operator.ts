import type { Evaluate } from '../../expression/scope.ts'
import {
  EvaluationError,
  type AnalyticFunction,
  type AnalyticState,
} from '../../functions/definition.ts'
import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { RuleRow } from '../rule-row.ts'
import type { RowOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

/** One call of an analytic function, compiled. */
export interface AnalyticCall {
  readonly definition: AnalyticFunction
  readonly args: readonly Evaluate[]
  readonly partitionBy: readonly Evaluate[]
  readonly when: Evaluate | undefined
}

/** Runs one analytic call row by row; every partition has a state of its own. */
export class AnalyticEvaluator {
  private readonly call: AnalyticCall
  private readonly states = new Map<string, AnalyticState>()

  constructor(call: AnalyticCall) {
    this.call = call
  }

  step(row: RuleRow): Value {
    const { definition } = this.call
    const args = this.call.args.map((evaluate) => evaluate(row) ?? null)
    const state = this.stateOf(row)
    try {
      return state.step(args, this.isRecorded(row))
    } catch (error) {
      throw new EvaluationError(`call func ${definition.name} error: ${reasonOf(error)}`)
    }
  }

  /** Partitions are told apart by the printed parts, glued together without anything between. */
  private stateOf(row: RuleRow): AnalyticState {
    const key = this.call.partitionBy.map((part) => toGoText(part(row))).join('')
    let state = this.states.get(key)
    if (state === undefined) {
      state = this.call.definition.create()
      this.states.set(key, state)
    }
    return state
  }

  /** Only a plain false keeps the row out: null, errors and other values count as true. */
  private isRecorded(row: RuleRow): boolean {
    const { when } = this.call
    if (when === undefined) return true
    try {
      return when(row) !== false
    } catch {
      return true
    }
  }
}

/** Evaluates the analytic calls of a statement for every row and keeps the results in the row's slots. */
export class AnalyticOperator implements RowOperator {
  private readonly calls: readonly {
    readonly slot: number
    readonly evaluator: AnalyticEvaluator
  }[]
  private readonly frame: RuleFrame
  private readonly next: RowOperator

  constructor(
    calls: readonly { readonly slot: number; readonly evaluator: AnalyticEvaluator }[],
    frame: RuleFrame,
    next: RowOperator,
  ) {
    this.calls = calls
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    let kept: RuleRow[] = []
    for (const row of batch) {
      try {
        for (const { slot, evaluator } of this.calls) row.slots[slot] = evaluator.step(row)
        kept.push(row)
      } catch (error) {
        if (kept.length > 0) this.next.rows(kept)
        kept = []
        this.frame.fail(reasonOf(error), row)
      }
    }
    if (kept.length > 0) this.next.rows(kept)
  }
}
