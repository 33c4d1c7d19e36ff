import type { Evaluate } from '../../expression/scope.ts'
import {
  EvaluationError,
  type AggregateFunction,
  type AggregateState,
} from '../../functions/definition.ts'
import type { Value } from '../../types/value.ts'
import type { RuleRow } from '../rule-row.ts'
import { reasonOf } from './rule-frame.ts'

/** One aggregate of a statement, compiled: where its result lives in a row, and its arguments. */
export interface AggregateCall {
  readonly slot: number
  readonly definition: AggregateFunction
  readonly args: readonly Evaluate[]
}

/** Feeds one row to a state. `scratch` is reused from row to row: states copy what they keep. */
export function addRow(
  state: AggregateState,
  args: readonly Evaluate[],
  row: RuleRow,
  scratch: Value[],
): void {
  const { length } = args
  try {
    if (length === 1) scratch[0] = args[0]?.(row) ?? null
    else for (let i = 0; i < length; i++) scratch[i] = args[i]?.(row) ?? null
  } catch (error) {
    state.addError(new EvaluationError(reasonOf(error)))
    return
  }
  if (scratch.length !== length) scratch.length = length
  state.add(scratch)
}

/** Feeds one row to the states of all calls. */
export function addToStates(
  states: readonly AggregateState[],
  calls: readonly AggregateCall[],
  row: RuleRow,
  scratch: Value[],
): void {
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]
    const state = states[i]
    if (call !== undefined && state !== undefined) addRow(state, call.args, row, scratch)
  }
}

/** Empty states, one for each call. */
export function createStates(calls: readonly AggregateCall[]): AggregateState[] {
  const states: AggregateState[] = []
  for (const { definition } of calls) states.push(definition.create())
  return states
}

/** Takes up what later states of the same calls were fed with; those stay as they are. */
export function mergeStates(
  into: readonly AggregateState[],
  later: readonly AggregateState[],
): void {
  for (let i = 0; i < into.length; i++) {
    const other = later[i]
    if (other !== undefined) into[i]?.merge?.(other)
  }
}

/** The result of a call over the rows of a group, wrapped as eKuiper words its errors. */
export function aggregateRows(call: AggregateCall, rows: readonly RuleRow[]): Value {
  const state = call.definition.create()
  const scratch: Value[] = []
  for (const row of rows) addRow(state, call.args, row, scratch)
  return resultOf(call, state)
}

export function resultOf(call: AggregateCall, state: AggregateState): Value {
  try {
    return state.result()
  } catch (error) {
    throw new EvaluationError(`call func ${call.definition.name} error: ${reasonOf(error)}`)
  }
}
