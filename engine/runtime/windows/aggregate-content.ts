import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'
import { GroupStates, type Aggregation } from './group-states.ts'
import type { HoppingContent, HoppingResult } from './hopping-content.ts'
import type { WindowContent } from './window-content.ts'

/** Undefined where there are no groups: nothing is sent then. */
function collect(states: GroupStates, range: WindowRange): Collection | undefined {
  const { failure } = states
  if (failure !== undefined) return { rows: [], isGrouped: true, range, failure }
  const rows = states.rows(range.trigger)
  return rows.length === 0 ? undefined : { rows, isGrouped: true, range }
}

/** Keeps running aggregates instead of rows. */
export class AggregateContent implements WindowContent {
  private readonly aggregation: Aggregation
  private states: GroupStates

  constructor(aggregation: Aggregation) {
    this.aggregation = aggregation
    this.states = new GroupStates(aggregation)
  }

  add(row: RuleRow): void {
    this.states.add(row)
  }

  take(range: WindowRange): Collection | undefined {
    const { states } = this
    this.states = new GroupStates(this.aggregation)
    return collect(states, range)
  }
}

interface Pane {
  readonly start: number
  readonly states: GroupStates
}

/**
 * Overlapping windows as panes that none of their borders cuts: a row is added once, to the pane it falls
 * into, and a window that fires puts its panes together.
 */
export class PaneContent implements HoppingContent {
  private readonly aggregation: Aggregation
  private readonly hopMs: number
  /** How far before an end the starts of later windows lie, less whole hops; 0 where they meet the ends. */
  private readonly restMs: number
  private panes: Pane[] = []

  constructor(aggregation: Aggregation, lengthMs: number, hopMs: number) {
    this.aggregation = aggregation
    this.hopMs = hopMs
    this.restMs = lengthMs % hopMs
  }

  add(row: RuleRow, nextEnd: number): void {
    const cut = nextEnd - this.restMs
    const start = row.timestamp >= cut && this.restMs > 0 ? cut : nextEnd - this.hopMs
    let pane = this.panes.at(-1)
    if (pane?.start !== start) {
      pane = { start, states: new GroupStates(this.aggregation) }
      this.panes.push(pane)
    }
    pane.states.add(row)
  }

  read(range: WindowRange, from: number, to: number, keepFrom: number): HoppingResult {
    const window = new GroupStates(this.aggregation)
    for (const { start, states } of this.panes) {
      if (start >= from && start < to) window.merge(states)
    }
    this.panes = this.panes.filter(({ start }) => start >= keepFrom)
    return { collection: collect(window, range), isEmpty: window.groups.size === 0 }
  }

  clear(): void {
    this.panes = []
  }
}
