import type { BrowserWindow, MessagePortMain } from 'electron'
import type { RunDefinition } from '#engine/ruleset'
import type { SluiceContract, SluiceHandlers } from '#ipc/contract'
import type { Result } from '#ipc/define'
import type { HostMessage } from '#ipc/host-contract'
import type { FirstProject } from '../first-project.ts'
import type { HostSupervisor } from '../host-supervisor.ts'
import type { SettingsStore } from '../settings-store.ts'
import type { SnapshotFigures } from '../snapshot.ts'
import { createFileHandlers } from './file-handlers.ts'
import { createPluginHandlers } from './plugin-handlers.ts'
import type { ProjectHandlers } from './project-handlers.ts'
import type { ProjectSecrets } from './secret-handlers.ts'

export interface HandlerContext {
  readonly version: string
  readonly host: HostSupervisor<MessagePortMain>
  readonly projects: ProjectHandlers
  readonly secrets: ProjectSecrets
  readonly settings: SettingsStore
  readonly window: BrowserWindow
  readonly ownPluginFolder: string
  /** What the host said last of its plugins. */
  readonly plugins: () => Extract<HostMessage, { type: 'plugins' }> | undefined
  /** The project the window shows first. */
  readonly firstProject: () => Promise<FirstProject>
  /** Gives window and host the two ends of a new row port. */
  readonly openRowPort: () => void
  readonly takeSnapshot: ((figures: SnapshotFigures) => Promise<void>) | undefined
  readonly onThemeChanged: () => void
  readonly onRunStopped: (runId: number) => void
  readonly onAppStarted: () => void
}

type Refused = Extract<Result<SluiceContract, 'run.start'>, { ok: false }>

/** Main's side of every request. */
export function createHandlers(context: HandlerContext): SluiceHandlers {
  const { host, projects, secrets, settings, window } = context
  return {
    ...projects.handlers,
    ...secrets.handlers,
    ...createFileHandlers(window, (text) => secrets.resolveText(text)),
    ...createPluginHandlers({
      host,
      settings,
      window,
      ownFolder: context.ownPluginFolder,
      pluginList: () =>
        context.plugins()?.list ?? {
          folders: [context.ownPluginFolder],
          plugins: [],
          functions: [],
          problems: [],
        },
    }),
    'app.start': async () => {
      const { project, problem } = await context.firstProject()
      const { components, commonSinkSchema, brokerUrl } = await host.ready()
      context.onAppStarted()
      return {
        version: context.version,
        components: context.plugins()?.components ?? components,
        commonSinkSchema,
        project,
        ...(problem === undefined ? {} : { problem }),
        recent: settings.current().recent,
        broker: { url: brokerUrl },
        theme: settings.current().theme,
        isSnapshot: context.takeSnapshot !== undefined,
      }
    },
    'settings.setTheme': async ({ theme }) => {
      await settings.update({ theme })
      context.onThemeChanged()
      return {}
    },
    'run.start': async ({ definition }) => {
      const resolved = secrets.resolveRun(definition as RunDefinition)
      // The contract's types are the same but for readonly.
      const problems = resolved.problems as Refused['problems']
      if (problems.length > 0) return { ok: false, problems }
      const run = resolved.definition as typeof definition
      return host.start(run, resolved.values, projects.shown())
    },
    'run.check': async ({ definition }) => {
      const resolved = secrets.resolveRun(definition as RunDefinition)
      const run = resolved.definition as typeof definition
      // Of what has no value the window knows, and the engine knows nothing.
      const unknown = new Set(resolved.problems.map(({ place }) => place))
      const problems = await host.check(run, resolved.values)
      return { problems: problems.filter(({ place }) => !unknown.has(place)) }
    },
    'schemas.inspect': async ({ schemas }) => ({ reports: await host.inspectSchemas(schemas) }),
    'action.preview': async (given) => ({ preview: await host.previewAction(given) }),
    'run.stop': async () => {
      const runId = await host.stop()
      if (runId !== undefined) context.onRunStopped(runId)
      return {}
    },
    'rows.open': async () => {
      context.openRowPort()
      return {}
    },
    'window.snapshot': async (figures) => {
      await context.takeSnapshot?.(figures)
      return {}
    },
  }
}
