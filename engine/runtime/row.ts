import type { MutableRecord, RecordValue, Value } from '../types/value.ts'

/**
 * One row on its way through a rule. `slots` holds every value that the compiled rule reads or
 * computes (columns, aliases, aggregates, analytic results), at positions the plan gave out;
 * `undefined` is a column the row does not have. `fields` is the whole decoded record and is there
 * only when the rule needs it (a star, a dynamic name).
 */
export interface Row {
  readonly slots: (Value | undefined)[]
  readonly fields: RecordValue | undefined
  /** Event or arrival time, milliseconds since 1970. */
  readonly timestamp: number
  /** What the source said about the message, such as `topic`; undefined where it said nothing. */
  readonly metadata: RecordValue | undefined
}

/** A row of a rule's result: the names and values that are sent on. */
export type ResultRow = MutableRecord
