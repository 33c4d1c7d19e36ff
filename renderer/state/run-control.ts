import type { SluiceContract } from '#ipc/contract'
import type { Parameters } from '#ipc/define'
import { describeProblem, type RequestProblem } from '../bridge/client.ts'
import { documentToRunDefinition } from './ruleset.ts'
import { isRunning } from './run-store.ts'
import { textsOf } from './started.ts'
import type { Workspace } from './workspace.ts'

/** The contract's type is the same but for readonly. */
type StartDefinition = Parameters<SluiceContract, 'run.start'>['definition']

export type StartOutcome =
  | { readonly outcome: 'running' }
  | { readonly outcome: 'refused'; readonly problemCount: number }
  | { readonly outcome: 'failed'; readonly problem: RequestProblem }

/** Runs what is drawn; what the engine refuses is kept as problems. */
export async function startRun(workspace: Workspace): Promise<StartOutcome> {
  const { client, document, run, metrics, rows } = workspace
  if (run.getState().phase.state !== 'idle') return { outcome: 'running' }
  const drawn = document.getState().document
  const { definition, runNodes, canvasNodes, diagnostics } = documentToRunDefinition(drawn)
  metrics.clear()
  rows.clear()
  run.setState(
    {
      phase: { state: 'starting' },
      runNodes,
      canvasNodes,
      started: textsOf(drawn),
      problems: [],
      closedErrors: new Map(),
    },
    true,
  )
  const errors = diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error')
  if (errors.length > 0) {
    run.setState({ phase: { state: 'idle' }, problems: errors })
    return { outcome: 'refused', problemCount: errors.length }
  }
  try {
    const result = await client.request('run.start', { definition: definition as StartDefinition })
    if (!result.ok) {
      run.setState({ phase: { state: 'idle' }, problems: result.problems })
      return { outcome: 'refused', problemCount: result.problems.length }
    }
    const startedAt = workspace.now()
    run.setState({
      phase: { state: 'running', runId: result.runId, startedAt },
      problems: result.warnings,
    })
    return { outcome: 'running' }
  } catch (error) {
    run.setState({ phase: { state: 'idle' } })
    return { outcome: 'failed', problem: describeProblem(error) }
  }
}

export async function stopRun({ client, run, now }: Workspace): Promise<void> {
  if (!isRunning(run.getState())) return
  run.setState({ phase: { state: 'stopping' } })
  try {
    await client.request('run.stop', {})
  } finally {
    run.setState({ phase: { state: 'idle' }, endedAt: now() })
  }
}

/** Takes the run's events into the stores until the returned function is called. */
export function followRun({ client, run, metrics, log, now }: Workspace): () => void {
  const stops = [
    client.on('run.status', (status) => metrics.receive(status)),
    client.on('run.ended', ({ runId }) => {
      const { phase } = run.getState()
      if (phase.state === 'running' && phase.runId !== runId) return
      if (phase.state === 'starting') return
      run.setState({ phase: { state: 'idle' }, endedAt: now() })
    }),
    client.on('host.died', (death) => {
      run.setState({ phase: { state: 'idle' }, endedAt: now(), death })
    }),
    client.on('log.line', (line) => log.add(line)),
  ]
  return () => stops.forEach((stop) => stop())
}
