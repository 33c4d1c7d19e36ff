import type { Cancel } from '../../base/clock.ts'
import type { Collection, RuleRow } from '../rule-row.ts'

/** Cuts a flow of rows into windows. Rows come one by one, in order of arrival or, in event time, of time. */
export interface WindowOperator {
  row(row: RuleRow): void
  /** Event time only: no row before `time` will come. */
  watermark(time: number): void
  /** Ends all timers. */
  close(): void
}

/** What a window asks of the rule it runs in. */
export interface WindowHost {
  /** When the rule started, milliseconds since 1970. */
  readonly ruleStart: number
  now(): number
  schedule(at: number, run: (now: number) => void): Cancel
  /** Undefined: nothing is sent. */
  emit(collection: Collection | undefined): void
  /** Null, errors and anything but true count as false; nothing is reported. */
  isTrue(condition: Condition | undefined, row: RuleRow): boolean
}

export type Condition = (row: RuleRow) => unknown
