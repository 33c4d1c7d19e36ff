import type { AggregateState } from '../../functions/definition.ts'
import type { Value } from '../../types/value.ts'
import { addToStates, createStates, mergeStates } from '../operators/aggregate-call.ts'
import { createGroupHead, groupKey } from '../operators/group-operator.ts'
import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'
import type { Aggregation } from './group-states.ts'
import { RowDeque } from './row-deque.ts'

/** What a sliding window without delay holds. */
export interface SlidingContent {
  add(row: RuleRow): void
  /** What lies at `from` or later; earlier rows are never asked for again. */
  read(range: WindowRange, from: number): Collection | undefined
}

export class SlidingRows implements SlidingContent {
  private readonly rows = new RowDeque()

  add(row: RuleRow): void {
    this.rows.push(row)
  }

  read(range: WindowRange, from: number): Collection {
    this.rows.dropUpTo(from - 1)
    return { rows: this.rows.select(() => true), isGrouped: false, range }
  }
}

interface OldRow {
  readonly row: RuleRow
  /** Its own values and those of all later rows among the old ones. */
  readonly states: readonly AggregateState[]
}

/**
 * One group as a queue of two stacks: new rows go into running states, and when the old ones are used up
 * the new ones become old, each with the states of itself and all after it. So a row is added twice and
 * merged once, however long the window is, and nothing is ever subtracted.
 */
class SlidingGroup {
  private readonly aggregation: Aggregation
  private readonly scratch: Value[] = []
  /** The oldest row is the last. */
  private old: OldRow[] = []
  private fresh: RuleRow[] = []
  private running: readonly AggregateState[]

  constructor(aggregation: Aggregation) {
    this.aggregation = aggregation
    this.running = this.create()
  }

  private create(): AggregateState[] {
    return createStates(this.aggregation.calls)
  }

  add(row: RuleRow): void {
    this.fresh.push(row)
    addToStates(this.running, this.aggregation.calls, row, this.scratch)
  }

  /** Forgets what lies before `from`; false where nothing is left. */
  dropBefore(from: number): boolean {
    while ((this.old.at(-1)?.row.timestamp ?? Infinity) < from) this.old.pop()
    if (this.old.length === 0 && (this.fresh[0]?.timestamp ?? Infinity) < from) {
      this.turn(from)
    }
    return this.old.length > 0 || this.fresh.length > 0
  }

  private turn(from: number): void {
    let later: readonly AggregateState[] | undefined
    for (let i = this.fresh.length - 1; i >= 0; i--) {
      const row = this.fresh[i]
      if (row === undefined || row.timestamp < from) break
      const states = this.create()
      addToStates(states, this.aggregation.calls, row, this.scratch)
      if (later !== undefined) mergeStates(states, later)
      this.old.push({ row, states })
      later = states
    }
    this.fresh = []
    this.running = this.create()
  }

  head(timestamp: number): RuleRow {
    const oldest = this.old.at(-1)
    const row = createGroupHead(oldest?.row ?? this.fresh[0], this.aggregation.layout, timestamp)
    // Fresh states: what was handed out must not change with later rows.
    const states = this.create()
    if (oldest !== undefined) mergeStates(states, oldest.states)
    mergeStates(states, this.running)
    row.states = states
    return row
  }
}

/** Keeps running aggregates; rows are kept only until they are old enough to be merged. */
export class SlidingAggregates implements SlidingContent {
  private readonly aggregation: Aggregation
  private readonly groups = new Map<string, SlidingGroup>()
  /** What keys threw, the oldest first. */
  private failures: { readonly error: Error; readonly timestamp: number }[] = []

  constructor(aggregation: Aggregation) {
    this.aggregation = aggregation
  }

  add(row: RuleRow): void {
    const { dimensions } = this.aggregation
    let key = ''
    try {
      if (dimensions.length > 0) key = groupKey(dimensions, row)
    } catch (error) {
      const wrapped = error instanceof Error ? error : new Error(String(error))
      this.failures.push({ error: wrapped, timestamp: row.timestamp })
      return
    }
    let group = this.groups.get(key)
    if (group === undefined) {
      group = new SlidingGroup(this.aggregation)
      this.groups.set(key, group)
    }
    group.add(row)
  }

  read(range: WindowRange, from: number): Collection | undefined {
    // A key that failed loses every window its row lies in.
    if (this.failures.length > 0) {
      this.failures = this.failures.filter(({ timestamp }) => timestamp >= from)
    }
    const [failure] = this.failures
    if (failure !== undefined) {
      return { rows: [], isGrouped: true, range, failure: failure.error }
    }
    const rows: RuleRow[] = []
    for (const [key, group] of this.groups) {
      if (group.dropBefore(from)) rows.push(group.head(range.trigger))
      else this.groups.delete(key)
    }
    return rows.length === 0 ? undefined : { rows, isGrouped: true, range }
  }
}
