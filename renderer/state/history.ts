import { applyPatches, type Patch } from 'immer'

/** One step that undo takes back. */
export interface HistoryEntry {
  /** Edits with the same group, made in quick succession, are one step. */
  readonly group: string | undefined
  readonly startedAt: number
  readonly at: number
  readonly patches: readonly Patch[]
  readonly inverse: readonly Patch[]
}

/** Steps to undo, newest last, and steps to redo, newest last. */
export interface History {
  readonly past: readonly HistoryEntry[]
  readonly future: readonly HistoryEntry[]
}

export const emptyHistory: History = { past: [], future: [] }

const groupPauseMs = 1500
/** Who types on and on wants to take back less than all of it. */
const longestStepMs = 6000
const maximumSteps = 500

export function recordEdit(history: History, entry: HistoryEntry): History {
  const last = history.past.at(-1)
  const isSameStep =
    last !== undefined &&
    entry.group !== undefined &&
    last.group === entry.group &&
    entry.at - last.at < groupPauseMs &&
    entry.at - last.startedAt < longestStepMs
  if (!isSameStep) {
    return { past: [...history.past, entry].slice(-maximumSteps), future: [] }
  }
  const merged: HistoryEntry = {
    group: entry.group,
    startedAt: last.startedAt,
    at: entry.at,
    patches: [...last.patches, ...entry.patches],
    inverse: [...entry.inverse, ...last.inverse],
  }
  return { past: [...history.past.slice(0, -1), merged], future: [] }
}

interface Step<State> {
  readonly state: State
  readonly history: History
}

export function undoStep<State extends object>({ state, history }: Step<State>): Step<State> {
  const entry = history.past.at(-1)
  if (entry === undefined) return { state, history }
  return {
    state: applyPatches(state, [...entry.inverse]),
    history: { past: history.past.slice(0, -1), future: [...history.future, closed(entry)] },
  }
}

export function redoStep<State extends object>({ state, history }: Step<State>): Step<State> {
  const entry = history.future.at(-1)
  if (entry === undefined) return { state, history }
  return {
    state: applyPatches(state, [...entry.patches]),
    history: { past: [...history.past, entry], future: history.future.slice(0, -1) },
  }
}

/** What is typed after a redo must not join the step that was redone. */
function closed(entry: HistoryEntry): HistoryEntry {
  return { ...entry, group: undefined }
}
