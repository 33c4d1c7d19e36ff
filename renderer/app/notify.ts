import { notifications } from '@mantine/notifications'
import { describeProblem } from '../bridge/client.ts'
import type { StartOutcome } from '../state/run-control.ts'
import type { Workspace } from '../state/workspace.ts'

/** A failed request, with what to do about it. Stays until closed. */
export function notifyError(title: string, error: unknown): void {
  const { message, hint } = describeProblem(error)
  notifications.show({
    color: 'var(--error)',
    title,
    message: hint === undefined ? message : `${message}\n${hint}`,
    autoClose: false,
    role: 'alert',
  })
}

export function notify(title: string, message?: string): void {
  notifications.show({ color: 'var(--accent)', title, message })
}

const startNotification = 'start'

/** What was said about a start is no longer of interest. */
export function hideOutcome(): void {
  notifications.hide(startNotification)
}

export function notifyOutcome({ view }: Workspace, outcome: StartOutcome): void {
  if (outcome.outcome === 'running') hideOutcome()
  if (outcome.outcome === 'failed') notifyError('It did not start', outcome.problem)
  if (outcome.outcome === 'refused') {
    view.showDock('problems')
    const count = outcome.problemCount
    notifications.show({
      id: startNotification,
      color: 'var(--error)',
      title: 'It did not start',
      message: `${count} ${count === 1 ? 'problem has' : 'problems have'} to be mended first.`,
      role: 'alert',
    })
  }
}

/** Errors of a command are shown, not thrown: nobody waits for it. */
export async function attempt(title: string, action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    notifyError(title, error)
  }
}
