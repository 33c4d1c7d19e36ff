import type { AggregateState } from '../functions/definition.ts'
import type { RecordValue, Value } from '../types/value.ts'
import type { Row } from './row.ts'

export type Slots = (Value | undefined)[]

/**
 * A row inside one rule: a stream's row, a joined row (`parts`), or a group (`group`, or `states` where
 * the window aggregated as the rows came). One class for all of them, so that compiled expressions meet
 * one shape.
 */
export class RuleRow implements Row {
  readonly slots: Slots
  fields: RecordValue | undefined
  timestamp: number
  metadata: RecordValue | undefined
  /** The place of its source in the statement; -1 for joined rows. */
  source: number
  /** The rows a joined row was made of, the one whose names win first. */
  parts: readonly RuleRow[] | undefined
  group: readonly RuleRow[] | undefined
  states: readonly AggregateState[] | undefined

  constructor(
    slots: Slots,
    fields: RecordValue | undefined,
    timestamp: number,
    metadata: RecordValue | undefined,
    source: number,
  ) {
    this.slots = slots
    this.fields = fields
    this.timestamp = timestamp
    this.metadata = metadata
    this.source = source
    this.parts = undefined
    this.group = undefined
    this.states = undefined
  }
}

/** The range of the window that is being emitted, milliseconds since 1970. */
export interface WindowRange {
  readonly start: number
  readonly end: number
  readonly trigger: number
}

/** What a window, a join or a grouping hands on: rows (or groups) that belong together. */
export interface Collection {
  readonly rows: readonly RuleRow[]
  /** True once the rows are groups, each with `group` or `states`. */
  readonly isGrouped: boolean
  /** The only group is the whole window, which no GROUP BY has split. */
  readonly isWhole?: boolean
  /** Undefined where there is no window: one event joined with a table. */
  readonly range: WindowRange | undefined
  /** Why the rows could not be grouped: all of them are lost. */
  readonly failure?: Error
}
