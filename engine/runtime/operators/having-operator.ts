import type { Evaluate } from '../../expression/scope.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import { isGroupConditionMet } from './filter-operator.ts'
import { createGroupRow, type GroupLayout } from './group-operator.ts'
import type { CollectionOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

/**
 * Lets groups through that meet the condition; without groups the whole window passes or not. The groups of
 * an incremental window are mere rows to eKuiper: they pass together, and what HAVING itself aggregates it
 * aggregates over these rows.
 */
export class HavingOperator implements CollectionOperator {
  private readonly condition: Evaluate
  private readonly isIncremental: boolean
  private readonly layout: GroupLayout
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(
    condition: Evaluate,
    layout: GroupLayout,
    frame: RuleFrame,
    next: CollectionOperator,
    isIncremental = false,
  ) {
    this.condition = condition
    this.isIncremental = isIncremental
    this.layout = layout
    this.frame = frame
    this.next = next
  }

  collection(collection: Collection): void {
    try {
      const filters = collection.isGrouped && !this.isIncremental
      const rows = filters ? this.filter(collection) : this.testWhole(collection)
      if (rows.length > 0) this.next.collection({ ...collection, rows })
    } catch (error) {
      this.frame.fail(`run Having error: ${reasonOf(error)}`)
    }
  }

  private filter(collection: Collection): readonly RuleRow[] {
    return collection.rows.filter((row) => isGroupConditionMet(this.condition, row))
  }

  private testWhole(collection: Collection): readonly RuleRow[] {
    const timestamp = collection.range?.trigger ?? this.frame.now()
    const whole = createGroupRow(collection.rows, this.layout, timestamp)
    whole.states = collection.rows[0]?.states
    return isGroupConditionMet(this.condition, whole) ? collection.rows : []
  }
}
