import type { Project } from '#ipc/contract'
import { stopRun } from '../state/run-control.ts'
import type { ProjectDocument } from '../state/ruleset.ts'
import type { Workspace } from '../state/workspace.ts'
import { attempt, notify, notifyError } from './notify.ts'

/** Shows a project that main gave. */
export function showProject(
  { document, session, view, run, metrics, rows, log }: Workspace,
  project: Project,
): void {
  document.replace(project.document as ProjectDocument, !project.isRecovered)
  session.setState({ projectName: project.name, folder: project.folder })
  view.setState({ selected: [], selectedWires: [] })
  run.setState({ runNodes: new Map(), canvasNodes: new Map(), started: new Map(), problems: [] })
  view.requestFit()
  metrics.clear()
  rows.clear()
  log.clear()
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
    const project = await fetch()
    if (project === null) return
    await stopRun(workspace)
    showProject(workspace, project)
    await refreshRecent(workspace)
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
  const { client, document, session } = workspace
  const saved = document.getState().document
  const { folder } = session.getState()
  await attempt('The project was not saved', async () => {
    const place = await client.request('project.save', {
      document: mutable(saved),
      ...(isSaveAs || folder === undefined ? {} : { folder }),
    })
    if (place === null) return
    document.markSaved(saved)
    session.setState({ projectName: place.name, folder: place.folder })
    await refreshRecent(workspace)
  })
}

async function refreshRecent({ client, session }: Workspace): Promise<void> {
  session.setState({ recent: await client.request('project.listRecent', {}) })
}

const autosaveDelayMs = 1000

/** Keeps what is drawn safe a second after each change, until the returned function is called. */
export function autosave({ client, document, session }: Workspace): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = document.getState().document
  const save = () => {
    const { document: current, saved } = document.getState()
    if (current === kept || current === saved) return
    kept = current
    const { folder } = session.getState()
    const place = folder === undefined ? {} : { folder }
    client
      .request('project.autosave', { ...place, document: mutable(current) })
      .catch((error: unknown) => notifyError('Unsaved changes could not be kept safe', error))
  }
  const unsubscribe = document.subscribe((state, before) => {
    if (state.document === before.document) return
    clearTimeout(timer)
    timer = setTimeout(save, autosaveDelayMs)
  })
  window.addEventListener('pagehide', save)
  return () => {
    unsubscribe()
    clearTimeout(timer)
    window.removeEventListener('pagehide', save)
  }
}

/** The contract's type of a document is not readonly; it is copied on the way to main anyway. */
export function mutable(document: ProjectDocument): Project['document'] {
  return document as Project['document']
}
