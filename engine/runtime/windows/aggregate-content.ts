import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'
import { GroupStates, type Aggregation } from './group-states.ts'
import type { HoppingContent } from './hopping-content.ts'
import type { WindowContent } from './window-content.ts'

/** A window's failure to group, thrown when it fires. */
export class GroupingError extends Error {
  readonly kind = 'grouping-error'
}

function collect(states: GroupStates, range: WindowRange): Collection {
  if (states.failure !== undefined) throw new GroupingError(states.failure.message)
  return { rows: states.rows(range.trigger), isGrouped: true, range }
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

  take(range: WindowRange): Collection {
    const { states } = this
    this.states = new GroupStates(this.aggregation)
    return collect(states, range)
  }
}

interface Pane {
  readonly end: number
  readonly states: GroupStates
}

/**
 * Overlapping windows as panes that none of their borders cuts: a row is added once, to the pane it falls
 * into, and a window that fires puts its panes together.
 */
export class PaneContent implements HoppingContent {
  private readonly aggregation: Aggregation
  private readonly lengthMs: number
  private readonly hopMs: number
  private panes: Pane[] = []
  private current: GroupStates

  constructor(aggregation: Aggregation, lengthMs: number, hopMs: number) {
    this.aggregation = aggregation
    this.lengthMs = lengthMs
    this.hopMs = hopMs
    this.current = new GroupStates(aggregation)
  }

  /** Where the open pane ends; undefined before a window fired, while all rows lie in the same windows. */
  private border: number | undefined

  add(row: RuleRow): void {
    while (this.border !== undefined && row.timestamp >= this.border) this.closePane(this.border)
    this.current.add(row)
  }

  private closePane(end: number): void {
    this.panes.push({ end, states: this.current })
    this.current = new GroupStates(this.aggregation)
    this.border = undefined
  }

  read(range: WindowRange, from: number, to: number, keepFrom: number): Collection {
    this.closePane(to)
    this.border = this.nextBorder(to)
    const window = new GroupStates(this.aggregation)
    for (const pane of this.panes) {
      if (pane.end > from && pane.end <= to) window.merge(pane.states)
    }
    this.panes = this.panes.filter((pane) => pane.end > keepFrom)
    return collect(window, range)
  }

  /**
   * Windows start at their end less the length, so a hop is cut once where the length is no multiple of it.
   */
  private nextBorder(end: number): number | undefined {
    const rest = this.lengthMs % this.hopMs
    return rest === 0 ? undefined : end + this.hopMs - rest
  }
}
