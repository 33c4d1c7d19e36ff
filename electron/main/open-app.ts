import { app, Menu, nativeTheme, protocol, safeStorage } from 'electron'
import type { BrowserWindow } from 'electron'
import { join } from 'node:path'
import { answerFile, appOrigin, appScheme } from './app-protocol.ts'
import type { AppArguments } from './arguments.ts'
import { endOrderly } from './end-orderly.ts'
import { firstProject } from './first-project.ts'
import { createHandlers } from './handlers/index.ts'
import { createProjectHandlers } from './handlers/project-handlers.ts'
import type { ProjectHandlers } from './handlers/project-handlers.ts'
import { createProjectSecrets } from './handlers/secret-handlers.ts'
import { launchHost } from './launch-host.ts'
import { startHostFor } from './host-for-window.ts'
import { buildMenu } from './menu.ts'
import { createProjectStore } from './project-store.ts'
import { openKeyStore } from './secrets/key-store.ts'
import { openSecretFile } from './secrets/secret-file.ts'
import { createSecretStore } from './secrets/secret-store.ts'
import { openSettings } from './settings-store.ts'
import type { SettingsStore } from './settings-store.ts'
import { planSnapshot } from './snapshot.ts'
import { createSender, openRowPort, serveRequests } from './window-link.ts'
import type { Send } from './window-link.ts'
import { createWindow, hardenPages, hardenSession, keepAlive, rememberSize } from './window.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/**
 * Puts the app together: one window, the engine host beside it, and between them nothing but the
 * contract. Engine and plugins never run in this process. `built` is the folder of the built parts.
 */
export async function openApp(args: AppArguments, built: string): Promise<void> {
  protocol.handle(appScheme, (request) => answerFile(join(built, 'renderer'), request.url))
  hardenPages()
  hardenSession()
  const dataFolder = app.getPath('userData')
  const settings = await openSettings(join(dataFolder, 'settings.json'), say)
  const projects = createProjectStore(dataFolder)
  const secrets = createSecretStore({
    keys: openKeyStore(safeStorage, process.platform),
    file: await openSecretFile(join(dataFolder, 'secrets.json'), say),
    isWeakAllowed: () => settings.current().allowsWeakSecrets,
    setWeakAllowed: (allowsWeakSecrets) => settings.update({ allowsWeakSecrets }),
  })
  applyTheme(settings)
  const size = args.size ?? settings.current().window
  const window = createWindow({ ...size, preload: join(built, 'preload', 'preload.cjs') })
  const send = createSender(window)
  const ownPlugins = join(dataFolder, 'plugins')
  const pluginFolders = (): readonly string[] => [ownPlugins, ...settings.current().pluginFolders]
  const launch = launchHost(join(built, 'host', 'host.js'), pluginFolders)
  const { host, problem, plugins } = startHostFor(window, launch, send)
  const snapshot =
    args.snapshot &&
    planSnapshot(args.snapshot.file, problem, (code) => {
      void host.close().finally(() => app.exit(code))
    })
  const showMenu = (): void => applyMenu(settings, send)
  showMenu()
  const projectHandlers = createProjectHandlers({
    projects,
    secrets,
    // The project is saved or left all the same.
    handOverCache: (folder) =>
      host.handOverCache(folder).catch((error: unknown) => say(String(error))),
    settings,
    window,
    onRecentChanged: showMenu,
  })
  const handlers = createHandlers({
    version: app.getVersion(),
    host,
    projects: projectHandlers,
    secrets: createProjectSecrets(secrets, () => projects.shown()),
    settings,
    window,
    ownPluginFolder: ownPlugins,
    plugins,
    firstProject: () => {
      const lastFolder = settings.current().recent[0]?.folder
      const open = (folder: string) => projectHandlers.open(folder)
      return firstProject({ args, projects, lastFolder, open })
    },
    openRowPort: () => openRowPort(host, window),
    takeSnapshot: snapshot && ((figures) => snapshot.take(window, figures)),
    onThemeChanged: () => applyTheme(settings),
    onRunStopped: (runId) => send('run.ended', { runId, reason: 'stopped' }),
    onAppStarted: () => say('Sluice is open'),
  })
  serveRequests(window, handlers)
  followSecondInstance(window, projectHandlers, send)
  keepAlive(window, (reason) => {
    say(reason)
    snapshot?.fail(reason)
  })
  if (args.size === undefined && snapshot === undefined) keepSize(window, settings)
  endOrderly(() => Promise.all([projects.settled(), settings.settled(), host.close()]))
  await window.loadURL(`${appOrigin}/index.html`)
}

function applyTheme(settings: SettingsStore): void {
  nativeTheme.themeSource = settings.current().theme
}

function applyMenu(settings: SettingsStore, send: Send): void {
  const menu = buildMenu(settings.current(), (command, folder) => {
    send('menu.command', { command, ...(folder === undefined ? {} : { folder }) })
  })
  Menu.setApplicationMenu(menu)
}

function keepSize(window: BrowserWindow, settings: SettingsStore): void {
  rememberSize(window, (size) => {
    settings.update({ window: size }).catch((error: unknown) => say(String(error)))
  })
}

/** A second start brings this window to the front and opens what that one was to open. */
function followSecondInstance(window: BrowserWindow, projects: ProjectHandlers, send: Send): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (window.isMinimized()) window.restore()
    window.focus()
    const folder = projectFolderOf(data)
    if (folder === undefined) return
    projects.choose(folder)
    send('menu.command', { command: 'project.open', folder })
  })
}

/** The other process runs the same code, but data of another process is checked. */
function projectFolderOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('projectFolder' in data)) return undefined
  return typeof data.projectFolder === 'string' ? data.projectFolder : undefined
}
