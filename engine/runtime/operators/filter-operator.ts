import type { Evaluate } from '../../expression/scope.ts'
import { describeValue } from '../../types/go-text.ts'
import { EvaluationError } from '../../functions/definition.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

/** True, or false for false and null; throws for a condition that is anything else. */
export function isConditionMet(condition: Evaluate, row: RuleRow): boolean {
  const value = condition(row)
  if (value === true) return true
  if (value === false || value === null || value === undefined) return false
  throw new EvaluationError(`invalid condition that returns non-bool value ${describeValue(value)}`)
}

/** As HAVING tests: null is no answer either. */
export function isGroupConditionMet(condition: Evaluate, row: RuleRow): boolean {
  const value = condition(row)
  if (typeof value === 'boolean') return value
  throw new EvaluationError(`invalid condition that returns non-bool value ${describeValue(value)}`)
}

/** Lets rows through that meet the condition; a row whose condition fails is lost. */
export class FilterOperator implements RowOperator {
  private readonly condition: Evaluate
  private readonly frame: RuleFrame
  private readonly next: RowOperator

  constructor(condition: Evaluate, frame: RuleFrame, next: RowOperator) {
    this.condition = condition
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    let kept: RuleRow[] = []
    let others = batch.length
    for (const row of batch) {
      try {
        if (isConditionMet(this.condition, row)) kept.push(row)
      } catch (error) {
        others -= kept.length + 1
        // What came before the error must be sent before it.
        if (kept.length > 0) this.next.rows(kept)
        kept = []
        this.frame.fail(`run Where error: ${reasonOf(error)}`, row)
      }
    }
    others -= kept.length
    if (others > 0) this.frame.filtered(others)
    if (kept.length > 0) this.next.rows(kept)
  }
}

/** The same on the rows of a window or join: one that fails loses all, and nothing is sent where none is left. */
export class CollectionFilterOperator implements CollectionOperator {
  private readonly condition: Evaluate
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(condition: Evaluate, frame: RuleFrame, next: CollectionOperator) {
    this.condition = condition
    this.frame = frame
    this.next = next
  }

  collection(collection: Collection): void {
    let kept: readonly RuleRow[]
    try {
      kept = collection.rows.filter((row) => isConditionMet(this.condition, row))
    } catch (error) {
      this.frame.fail(`run Where error: ${reasonOf(error)}`)
      return
    }
    if (kept.length > 0) this.next.collection({ ...collection, rows: kept })
  }
}
