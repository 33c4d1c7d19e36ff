import { isRunning } from '../state/run-store.ts'
import { startRun, stopRun } from '../state/run-control.ts'
import type { Workspace } from '../state/workspace.ts'
import { attempt, notifyOutcome } from './notify.ts'

export async function toggleRun(workspace: Workspace): Promise<void> {
  if (isRunning(workspace.run.getState())) {
    await attempt('It could not be stopped', () => stopRun(workspace))
    return
  }
  notifyOutcome(workspace, await startRun(workspace))
}
