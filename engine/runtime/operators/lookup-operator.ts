import type { Evaluate } from '../../expression/scope.ts'
import type { Value } from '../../types/value.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import { joinAlone, joinRows } from './join-rows.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'
import { isConditionMet } from './filter-operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

/** A lookup table as the rule that reads it sees it. */
export interface LookupRows {
  /** The rows whose columns have exactly these values, types included. */
  find(columns: readonly string[], values: readonly Value[]): readonly RuleRow[]
}

export interface LookupStep {
  /** Only a left join keeps rows without a match; every other type drops them. */
  readonly isLeft: boolean
  readonly table: LookupRows
  readonly columns: readonly string[]
  readonly keys: readonly Evaluate[]
  /** The rest of ON: a filter over what was found, also for a left join. */
  readonly rest: Evaluate | undefined
}

/** Joins rows with a lookup table. A single row becomes a list of its matches. */
export class LookupOperator implements RowOperator, CollectionOperator {
  private readonly step: LookupStep
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(step: LookupStep, frame: RuleFrame, next: CollectionOperator) {
    this.step = step
    this.frame = frame
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) this.pass([row], undefined)
  }

  collection(collection: Collection): void {
    this.pass(collection.rows, collection.range)
  }

  private pass(rows: readonly RuleRow[], range: Collection['range']): void {
    let joined: readonly RuleRow[]
    try {
      const timestamp = range?.trigger ?? rows[0]?.timestamp ?? this.frame.now()
      joined = rows.flatMap((row) => this.join(row, timestamp))
    } catch (error) {
      this.frame.fail(`run lookup error: ${reasonOf(error)}`, rows[0])
      return
    }
    if (joined.length > 0) this.next.collection({ rows: joined, isGrouped: false, range })
  }

  private join(row: RuleRow, timestamp: number): readonly RuleRow[] {
    const { isLeft, table, columns, keys, rest } = this.step
    const values = keys.map((key) => key(row) ?? null)
    const found = values.includes(null) ? [] : table.find(columns, values)
    const joined =
      found.length === 0
        ? isLeft
          ? [joinAlone(row, timestamp)]
          : []
        : found.map((match) => joinRows(row, match, timestamp))
    return rest === undefined ? joined : joined.filter((pair) => isConditionMet(rest, pair))
  }
}
