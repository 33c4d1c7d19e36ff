import { app, ipcMain, Menu, nativeTheme, protocol } from 'electron'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventChannel, requestChannel } from '#ipc/channels'
import type { SluiceContract } from '#ipc/contract'
import type { EventName, EventPayload } from '#ipc/define'
import { answerFile, appOrigin, appScheme } from './app-protocol.ts'
import { ownArguments, parseArguments } from './arguments.ts'
import type { AppArguments } from './arguments.ts'
import { createHandlers } from './handlers.ts'
import { superviseHost } from './host-supervisor.ts'
import { createIpcServer } from './ipc-server.ts'
import { buildMenu } from './menu.ts'
import { createProjectStore, isFolder } from './project-store.ts'
import { openSettings } from './settings-store.ts'
import { planSnapshot } from './snapshot.ts'
import { createWindow, hardenSession } from './window.ts'

/**
 * Starts the app: one window, the engine host beside it, and between them nothing but the contract.
 * Engine and plugins never run in this process.
 */
const built = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const rendererFolder = join(built, 'renderer')

protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

const parsed = parseArguments(ownArguments(process.argv, resolve(app.getAppPath()), app.isPackaged))
if (parsed.ok) {
  // Electron holds `ready` back until this module is done, so it must not wait for it.
  app
    .whenReady()
    .then(() => start(parsed.value))
    .catch(fail)
} else {
  process.stderr.write(`${parsed.message}\n`)
  app.exit(2)
}

function fail(error: unknown): void {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  app.exit(1)
}

async function start(args: AppArguments): Promise<void> {
  const warn = (message: string): void => void process.stderr.write(`${message}\n`)
  protocol.handle(appScheme, (request) => answerFile(rendererFolder, request.url))
  hardenSession()
  const dataFolder = app.getPath('userData')
  const settings = await openSettings(join(dataFolder, 'settings.json'), warn)
  nativeTheme.themeSource = settings.current().theme
  const projects = createProjectStore(dataFolder)
  const size = args.size ?? settings.current().window
  const window = createWindow({ ...size, preload: join(built, 'preload', 'preload.cjs') })

  const send = <N extends EventName<SluiceContract>>(
    name: N,
    payload: EventPayload<SluiceContract, N>,
  ): void => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, name, payload)
  }
  let lastProblem = ''
  const host = superviseHost(join(built, 'host', 'host.js'), {
    onStatus: ({ runId, at, nodes }) => {
      lastProblem = nodes.find(({ message }) => message !== undefined)?.message ?? lastProblem
      send('run.status', { runId, at, nodes })
    },
    onEnded: (runId) => send('run.ended', { runId, reason: 'finished' }),
    onLog: (line) => send('log.line', line),
    onDied: (message, rules, runId) => {
      warn(message)
      if (runId !== undefined) send('run.ended', { runId, reason: 'host-died' })
      send('host.died', { message, rules: [...rules] })
    },
    onRestarted: () => undefined,
  })
  const snapshot =
    args.snapshot === undefined
      ? undefined
      : planSnapshot(
          args.snapshot.file,
          -performance.timeOrigin + processStart(),
          () => lastProblem,
          (code) => {
            void host.close().finally(() => app.exit(code))
          },
        )
  const firstProject = async () => {
    if (args.snapshot !== undefined) return projects.sample()
    if (args.projectFolder !== undefined) {
      if (await isFolder(args.projectFolder)) return projects.open(args.projectFolder)
      warn(`${args.projectFolder} is no folder; opening the sample`)
      return projects.sample()
    }
    const recovered = await projects.recoverUntitled()
    if (recovered !== undefined) return recovered
    const last = settings.current().recent[0]
    if (last === undefined) return projects.sample()
    try {
      return await projects.open(last.folder)
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error))
      return projects.sample()
    }
  }
  const refreshMenu = (): void => {
    Menu.setApplicationMenu(
      buildMenu(settings.current(), (command, folder) =>
        send('menu.command', folder === undefined ? { command } : { command, folder }),
      ),
    )
  }
  refreshMenu()
  const answer = createIpcServer(
    createHandlers({
      version: app.getVersion(),
      host,
      projects,
      settings,
      window,
      firstProject,
      takeSnapshot:
        snapshot === undefined ? undefined : (figures) => snapshot.take(window, figures),
      onThemeChanged: () => {
        nativeTheme.themeSource = settings.current().theme
      },
      onRecentChanged: refreshMenu,
      onAppStarted: () => warn('Sluice is open'),
    }),
    appOrigin,
  )
  ipcMain.handle(requestChannel, (event, name: unknown, parameters: unknown) => {
    const frame = event.senderFrame
    const isOurMainFrame =
      frame !== null && !window.isDestroyed() && frame === window.webContents.mainFrame
    return answer({ isOurMainFrame, url: frame?.url ?? '' }, name, parameters)
  })
  window.on('resized', () => {
    const [width = size.width, height = size.height] = window.getContentSize()
    settings.update({ window: { width, height } }).catch((error: unknown) => warn(String(error)))
  })
  app.on('window-all-closed', () => {
    void host.close().finally(() => app.quit())
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
  await window.loadURL(`${appOrigin}/index.html`)
}

/** When this process began, in the epoch's milliseconds. */
function processStart(): number {
  return Date.now() - process.uptime() * 1000
}
