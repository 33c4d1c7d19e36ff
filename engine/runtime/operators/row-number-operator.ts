import type { Collection, RuleRow } from '../rule-row.ts'
import type { CollectionOperator, RowOperator } from './operator.ts'

/** Numbers the rows or groups of a window from 1 in the order they stand; a row without window is 1. */
export class RowNumberOperator implements CollectionOperator, RowOperator {
  private readonly slots: readonly number[]
  private readonly next: CollectionOperator & RowOperator

  constructor(slots: readonly number[], next: CollectionOperator & RowOperator) {
    this.slots = slots
    this.next = next
  }

  rows(batch: readonly RuleRow[]): void {
    for (const row of batch) for (const slot of this.slots) row.slots[slot] = 1n
    this.next.rows(batch)
  }

  collection(collection: Collection): void {
    collection.rows.forEach((row, i) => {
      for (const slot of this.slots) row.slots[slot] = BigInt(i + 1)
    })
    this.next.collection(collection)
  }
}
