import type { Project } from '#ipc/contract'
import { stopRun } from '../state/run-control.ts'
import { mutable, type ProjectDocument } from '../state/ruleset.ts'
import type { Workspace } from '../state/workspace.ts'
import { refreshSecrets } from '../state/secrets.ts'
import { keptDraft } from '../state/kept-draft.ts'
import { attempt, hideOutcome, notify } from './notify.ts'

/** Shows a project that main gave. */
export function showProject(workspace: Workspace, project: Project): void {
  const { autosave, document, session, view, run, metrics, rows, log } = workspace
  autosave.noteSafe(project.document as ProjectDocument)
  document.replace(project.document as ProjectDocument, !project.isRecovered)
  session.setState({ projectName: project.name, folder: project.folder, secrets: undefined })
  void attempt('Nothing is known of the secrets', () => refreshSecrets(workspace))
  view.setState({ selected: [], selectedWires: [] })
  view.pin(undefined)
  run.setState({ runNodes: new Map(), canvasNodes: new Map(), started: new Map(), problems: [] })
  view.requestFit()
  metrics.clear()
  rows.clear()
  log.clear()
  hideOutcome()
  if (project.isRecovered) {
    notify('Unsaved changes were brought back', 'Save the project to keep them.')
  }
}

async function replaceProject(
  workspace: Workspace,
  title: string,
  fetch: () => Promise<Project | null>,
): Promise<void> {
  await attempt(title, async () => {
    // What main keeps of the project that is left must be its last state.
    await workspace.autosave.flush()
    const project = await fetch()
    if (project === null) return
    await stopRun(workspace)
    showProject(workspace, project)
    const { recent } = workspace.session.getState()
    await refreshRecent(workspace)
    const draft = keptDraft(recent, workspace.session.getState().recent, project.folder)
    if (draft !== undefined) {
      notify('Your drawing was kept', `It is in Recent projects as "${draft.name}".`)
    }
  })
}

export function newProject(workspace: Workspace): Promise<void> {
  return replaceProject(workspace, 'No new project was made', () =>
    workspace.client.request('project.new', {}),
  )
}

export function openSample(workspace: Workspace): Promise<void> {
  return replaceProject(workspace, 'The sample was not opened', () =>
    workspace.client.request('project.openSample', {}),
  )
}

export function openProject(workspace: Workspace, folder?: string): Promise<void> {
  return replaceProject(workspace, 'The project was not opened', () =>
    workspace.client.request('project.open', folder === undefined ? {} : { folder }),
  )
}

/** Resolves to whether it was saved: the user may cancel the dialog. */
export async function saveProject(workspace: Workspace, isSaveAs: boolean): Promise<void> {
  const { autosave, client, document, session } = workspace
  const saved = document.getState().document
  const { folder } = session.getState()
  await attempt('The project was not saved', async () => {
    const place = await client.request('project.save', {
      document: mutable(saved),
      ...(isSaveAs || folder === undefined ? {} : { folder }),
    })
    if (place === null) return
    document.markSaved(saved)
    autosave.noteSafe(saved)
    session.setState({ projectName: place.name, folder: place.folder })
    await refreshSecrets(workspace)
    await refreshRecent(workspace)
  })
}

async function refreshRecent({ client, session }: Workspace): Promise<void> {
  session.setState({ recent: await client.request('project.listRecent', {}) })
}
