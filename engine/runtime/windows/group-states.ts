import type { Evaluate } from '../../expression/scope.ts'
import type { AggregateState } from '../../functions/definition.ts'
import type { Value } from '../../types/value.ts'
import {
  addToStates,
  createStates,
  mergeStates,
  type AggregateCall,
} from '../operators/aggregate-call.ts'
import { createGroupHead, groupKey, type GroupLayout } from '../operators/group-operator.ts'
import type { RuleRow } from '../rule-row.ts'

/** How a window that aggregates as the rows come groups them. */
export interface Aggregation {
  readonly dimensions: readonly Evaluate[]
  readonly calls: readonly AggregateCall[]
  readonly layout: GroupLayout
}

/** One group so far: its first row and a state for every aggregate. */
export interface GroupState {
  readonly first: RuleRow
  readonly states: readonly AggregateState[]
}

/** The groups of one window, or of one part of overlapping windows. Its size is that of the keys, not of the rows. */
export class GroupStates {
  readonly groups = new Map<string, GroupState>()
  /** What a key threw: the window it lies in is lost. */
  failure: Error | undefined
  private readonly aggregation: Aggregation
  private readonly scratch: Value[] = []

  constructor(aggregation: Aggregation) {
    this.aggregation = aggregation
  }

  add(row: RuleRow): void {
    const { dimensions, calls } = this.aggregation
    let key = ''
    if (dimensions.length > 0) {
      try {
        key = groupKey(dimensions, row)
      } catch (error) {
        this.failure ??= error instanceof Error ? error : new Error(String(error))
        return
      }
    }
    let group = this.groups.get(key)
    if (group === undefined) {
      group = { first: row, states: createStates(calls) }
      this.groups.set(key, group)
    }
    addToStates(group.states, calls, row, this.scratch)
  }

  /** Takes up the groups of a later part; states of `later` stay as they are. */
  merge(later: GroupStates): void {
    this.failure ??= later.failure
    for (const [key, group] of later.groups) {
      let own = this.groups.get(key)
      if (own === undefined) {
        own = { first: group.first, states: createStates(this.aggregation.calls) }
        this.groups.set(key, own)
      }
      mergeStates(own.states, group.states)
    }
  }

  /** The groups as rows; one empty group where there are no keys to group by and no rows came. */
  rows(timestamp: number): readonly RuleRow[] {
    const { calls, dimensions, layout } = this.aggregation
    const rows: RuleRow[] = []
    if (this.groups.size === 0 && dimensions.length === 0) {
      const empty = createGroupHead(undefined, layout, timestamp)
      empty.states = createStates(calls)
      empty.group = []
      return [empty]
    }
    for (const { first, states } of this.groups.values()) {
      const row = createGroupHead(first, layout, timestamp)
      row.states = states
      rows.push(row)
    }
    return rows
  }
}
