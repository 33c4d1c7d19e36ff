import type { AggregateState } from '../../functions/definition.ts'
import { EvaluationError } from '../../functions/definition.ts'
import { createIncremental, type IncrementalState } from '../../functions/aggregate/incremental.ts'
import type { Value } from '../../types/value.ts'
import { createGroupHead, groupKey } from '../operators/group-operator.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import type { Collection, RuleRow, WindowRange } from '../rule-row.ts'
import type { Aggregation } from './group-states.ts'

interface Group {
  last: RuleRow
  readonly states: readonly (IncrementalState | undefined)[]
  readonly results: (Value | EvaluationError)[]
}

/** The groups of one of eKuiper's incremental windows: plain columns are those of the last row. */
export class IncrementalGroups {
  private readonly aggregation: Aggregation
  private readonly groups = new Map<string, Group>()

  constructor(aggregation: Aggregation) {
    this.aggregation = aggregation
  }

  get isEmpty(): boolean {
    return this.groups.size === 0
  }

  add(row: RuleRow): void {
    const { dimensions, calls } = this.aggregation
    const key = dimensions.length === 0 ? '' : groupKey(dimensions, row)
    let group = this.groups.get(key)
    if (group === undefined) {
      const states = calls.map((call) => createIncremental(call.definition.name))
      group = { last: row, states, results: calls.map(() => null) }
      this.groups.set(key, group)
    }
    group.last = row
    calls.forEach((call, i) => {
      group.results[i] = step(call.args, group.states[i], row)
    })
  }

  /** The groups as they are now; later rows do not change what was handed out. */
  collect(range: WindowRange): Collection {
    const { layout, calls } = this.aggregation
    const rows = [...this.groups.values()].map((group) => {
      const row = createGroupHead(group.last, layout, group.last.timestamp)
      row.states = group.results.map(fixedState)
      calls.forEach((call, i) => {
        const result = group.results[i]
        if (result !== undefined && !(result instanceof EvaluationError)) {
          row.slots[call.slot] = result
        }
      })
      return row
    })
    return { rows, isGrouped: true, range }
  }
}

function step(
  args: Aggregation['calls'][number]['args'],
  state: IncrementalState | undefined,
  row: RuleRow,
): Value | EvaluationError {
  try {
    return state?.add(args.map((evaluate) => evaluate(row) ?? null)) ?? null
  } catch (error) {
    return error instanceof EvaluationError ? error : new EvaluationError(reasonOf(error))
  }
}

function fixedState(result: Value | EvaluationError): AggregateState {
  return {
    add: () => undefined,
    addError: () => undefined,
    result: () => {
      if (result instanceof EvaluationError) throw result
      return result
    },
  }
}
