import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Result } from '#ipc/define'
import type { SluiceContract } from '#ipc/contract'

export type RunProblem = Extract<
  Result<SluiceContract, 'run.start'>,
  { ok: false }
>['problems'][number]

export type RunPhase =
  | { readonly state: 'idle' }
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly runId: number; readonly startedAt: number }
  | { readonly state: 'stopping' }

export interface RunState {
  readonly phase: RunPhase
  /** Run nodes of the canvas nodes as they were when the shown run started. */
  readonly runNodes: ReadonlyMap<string, string>
  /** The canvas node of every run node. */
  readonly canvasNodes: ReadonlyMap<string, string>
  /** Texts of the nodes that run; one that differs now is stale until the next start. */
  readonly started: ReadonlyMap<string, unknown>
  /** What the engine said about the last start. */
  readonly problems: readonly RunProblem[]
  /** By canvas node the kind of error that the user has closed; another one is shown again. */
  readonly closedErrors: ReadonlyMap<string, string>
  readonly endedAt?: number
  /** Set when the engine died under a run, until the user closes the banner. */
  readonly death?: {
    readonly message: string
    readonly rules: readonly string[]
    /** False where it died so often that it stays down. */
    readonly willRestart: boolean
  }
}

export type RunStore = StoreApi<RunState>

export function createRunStore(): RunStore {
  return createStore<RunState>(() => ({
    phase: { state: 'idle' },
    runNodes: new Map(),
    canvasNodes: new Map(),
    started: new Map(),
    problems: [],
    closedErrors: new Map(),
  }))
}

export function closeError(run: RunStore, node: string, message: string): void {
  run.setState(({ closedErrors }) => ({
    closedErrors: new Map(closedErrors).set(node, kindOfError(message)),
  }))
}

export function isErrorClosed({ closedErrors }: RunState, node: string, message: string): boolean {
  return closedErrors.get(node) === kindOfError(message)
}

/** Errors of one cause differ in the values of their rows: numbers and what stands in brackets. */
function kindOfError(message: string): string {
  return message.replace(/\([^()]*\)/g, '()').replace(/-?\d+(\.\d+)?/g, '0')
}

export function isRunning({ phase }: RunState): boolean {
  return phase.state === 'running' || phase.state === 'starting'
}
