import type { RowValues } from '../../encode/index.ts'
import type { ResultRow, Row } from '../row.ts'
import type { Collection, RuleRow } from '../rule-row.ts'

/** An operator that takes single rows, a batch at a time. It must not change the list. */
export interface RowOperator {
  rows(batch: readonly RuleRow[]): void
}

/** An operator that takes what a window, a join or a grouping put together. */
export interface CollectionOperator {
  collection(collection: Collection): void
}

/** Where the results of a rule go. */
export interface RuleOutput {
  /** Every row is a result of its own. `sources` are the rows they were made of, for their metadata. */
  rows(results: readonly ResultRow[], sources: readonly Row[]): void
  /**
   * Takes one row without its record, read during the call alone; undefined while somebody needs records. Asked
   * for each batch.
   */
  readonly values: ((row: RowValues) => void) | undefined
  /** One result of many rows. */
  collection(results: readonly ResultRow[]): void
}
