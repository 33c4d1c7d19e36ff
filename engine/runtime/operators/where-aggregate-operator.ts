import type { Collection, RuleRow } from '../rule-row.ts'
import { aggregateRows, type AggregateCall } from './aggregate-call.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'
import type { Value } from '../../types/value.ts'

/**
 * Computes the aggregates of WHERE over all rows at once, whatever the groups. Where there are several all
 * take the value of the last one, as in eKuiper; one that fails is null.
 */
export class WhereAggregateOperator implements RowOperator, CollectionOperator {
  private readonly calls: readonly AggregateCall[]
  private readonly next: RowOperator & CollectionOperator

  constructor(calls: readonly AggregateCall[], next: RowOperator & CollectionOperator) {
    this.calls = calls
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) this.store([row])
    this.next.rows(batch)
  }

  collection(collection: Collection): void {
    this.store(collection.rows)
    this.next.collection(collection)
  }

  private store(rows: readonly RuleRow[]): void {
    const last = this.calls.at(-1)
    if (last === undefined) return
    const value = valueOrNull(last, rows)
    for (const row of rows) for (const call of this.calls) row.slots[call.slot] = value
  }
}

function valueOrNull(call: AggregateCall, rows: readonly RuleRow[]): Value {
  try {
    return aggregateRows(call, rows)
  } catch {
    return null
  }
}
