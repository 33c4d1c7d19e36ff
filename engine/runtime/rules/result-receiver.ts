import type { RowValues } from '../../encode/index.ts'
import type { RecordValue } from '../../types/value.ts'

/** Where a rule's results go: an action, or whoever else takes rows. */
export interface ResultReceiver {
  /** The rows of one result. */
  send(rows: readonly RecordValue[]): void
  /** The rows of a window or a join. */
  sendCollection(rows: readonly RecordValue[]): void
  /**
   * Takes one row without its record, read during the call alone; undefined while records are needed. Asked
   * for each batch.
   */
  readonly sendValues: ((row: RowValues) => void) | undefined
  sendError(message: string): void
  /** A source of the rule gives nothing more. */
  sourceEnded(): void
}
