/**
 * One step that undo takes back. Documents are immutable and share what did not change, so keeping
 * both ends of a step costs no more than the change itself, and undoing to what was saved gives the
 * very document that was saved.
 */
export interface HistoryEntry<State> {
  /** Edits with the same group, made in quick succession, are one step. */
  readonly group: string | undefined
  readonly startedAt: number
  readonly at: number
  readonly before: State
  readonly after: State
}

/** Steps to undo, newest last, and steps to redo, newest last. */
export interface History<State> {
  readonly past: readonly HistoryEntry<State>[]
  readonly future: readonly HistoryEntry<State>[]
}

export function emptyHistory<State>(): History<State> {
  return { past: [], future: [] }
}

const groupPauseMs = 1500
/** Who types on and on wants to take back less than all of it. */
const longestStepMs = 6000
const maximumSteps = 500

export function recordEdit<State>(
  history: History<State>,
  entry: HistoryEntry<State>,
): History<State> {
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
  const merged = { ...entry, startedAt: last.startedAt, before: last.before }
  return { past: [...history.past.slice(0, -1), merged], future: [] }
}

interface Step<State> {
  readonly state: State
  readonly history: History<State>
}

export function undoStep<State>({ state, history }: Step<State>): Step<State> {
  const entry = history.past.at(-1)
  if (entry === undefined) return { state, history }
  return {
    state: entry.before,
    history: { past: history.past.slice(0, -1), future: [...history.future, closed(entry)] },
  }
}

export function redoStep<State>({ state, history }: Step<State>): Step<State> {
  const entry = history.future.at(-1)
  if (entry === undefined) return { state, history }
  return {
    state: entry.after,
    history: { past: [...history.past, entry], future: history.future.slice(0, -1) },
  }
}

/** What is typed after a redo must not join the step that was redone. */
function closed<State>(entry: HistoryEntry<State>): HistoryEntry<State> {
  return { ...entry, group: undefined }
}
