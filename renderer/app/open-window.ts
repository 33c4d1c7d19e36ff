import type { PluginList } from '#ipc/plugins'
import { describeProblem } from '../bridge/client.ts'
import { followRun, startRun } from '../state/run-control.ts'
import type { Workspace } from '../state/workspace.ts'
import { notifyError, notifyOutcome } from './notify.ts'
import { showProject } from './project-commands.ts'
import { takeSnapshotWhenReady } from './snapshot.ts'

interface Opened {
  close(): void
}

type Report = (
  opening: { readonly state: 'open' } | { readonly state: 'failed'; readonly message: string },
) => void

/** Everything that happens once when a window opens; `close` takes the listeners away again. */
export function openWindow(workspace: Workspace, report: Report): Opened {
  const stops = [
    followRun(workspace),
    followRowPort(workspace),
    workspace.client.on('components.changed', ({ components }) =>
      workspace.session.setState({ components }),
    ),
    followFunctions(workspace),
    workspace.client.on('host.restarted', ({ broker }) =>
      workspace.session.setState({ brokerUrl: broker.url }),
    ),
    every(1000, () => workspace.seen.look()),
  ]
  let isClosed = false
  void start(workspace, () => isClosed).then(report, (error: unknown) =>
    report({ state: 'failed', message: describeProblem(error).message }),
  )
  return {
    close() {
      isClosed = true
      stops.forEach((stop) => stop())
    },
  }
}

async function start(
  workspace: Workspace,
  isClosed: () => boolean,
): Promise<{ readonly state: 'open' }> {
  const { client, session, view } = workspace
  const information = await client.request('app.start', {})
  if (isClosed()) return { state: 'open' }
  const { version, components, commonSinkSchema, project, recent, broker, theme, problem } =
    information
  session.setState({
    version,
    components,
    commonSinkSchema,
    recent,
    brokerUrl: broker.url,
    theme,
  })
  showProject(workspace, project)
  if (problem !== undefined) notifyError('The project was not opened', problem)
  await client.request('rows.open', {})
  const { nodes } = project.document
  const isFirstStart =
    problem === undefined &&
    recent.length === 0 &&
    project.folder === undefined &&
    !project.isRecovered
  if (information.isSnapshot || (isFirstStart && nodes.length > 0)) {
    const first = nodes.find(({ kind }) => kind === 'sql')
    if (first !== undefined) view.select([first.id])
    void startRun(workspace).then((outcome) => {
      notifyOutcome(workspace, outcome)
      if (information.isSnapshot) void takeSnapshotWhenReady(workspace)
    })
  }
  return { state: 'open' }
}

/** What SQL can call changes with the plugins, also while the window is open. */
function followFunctions({ client, session }: Workspace): () => void {
  let isNewer = false
  const take = ({ functions }: PluginList): void => {
    const isSame = JSON.stringify(functions) === JSON.stringify(session.getState().functions)
    if (!isSame) session.setState({ functions })
  }
  const stop = client.on('plugins.changed', (list) => {
    isNewer = true
    take(list)
  })
  client.request('plugins.list', {}).then(
    (list) => {
      if (!isNewer) take(list)
    },
    // The next change of a plugin brings them.
    () => undefined,
  )
  return stop
}

function followRowPort({ rows }: Workspace): () => void {
  const listener = (event: MessageEvent<unknown>) => {
    const data = event.data
    const isRowPort =
      event.source === window &&
      typeof data === 'object' &&
      data !== null &&
      'type' in data &&
      data.type === 'sluice.row-port'
    const port = event.ports[0]
    if (isRowPort && port !== undefined) rows.attach(port)
  }
  window.addEventListener('message', listener)
  return () => window.removeEventListener('message', listener)
}

function every(ms: number, callback: () => void): () => void {
  const timer = setInterval(callback, ms)
  return () => clearInterval(timer)
}
