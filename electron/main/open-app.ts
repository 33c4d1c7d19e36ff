import { app, ipcMain, Menu, MessageChannelMain, nativeTheme, protocol } from 'electron'
import type { BrowserWindow, MessagePortMain } from 'electron'
import { join } from 'node:path'
import { eventChannel, requestChannel, rowPortChannel } from '#ipc/channels'
import type { SluiceContract } from '#ipc/contract'
import type { EventName, EventPayload } from '#ipc/define'
import { answerFile, appOrigin, appScheme } from './app-protocol.ts'
import type { AppArguments } from './arguments.ts'
import { endOrderly } from './end-orderly.ts'
import { firstProject } from './first-project.ts'
import { createHandlers } from './handlers/index.ts'
import { createProjectHandlers } from './handlers/project-handlers.ts'
import { superviseHost } from './host-supervisor.ts'
import type { HostListener, HostSupervisor } from './host-supervisor.ts'
import { createIpcServer } from './ipc-server.ts'
import { launchHost } from './launch-host.ts'
import { buildMenu } from './menu.ts'
import { createProjectStore } from './project-store.ts'
import { openSettings } from './settings-store.ts'
import { planSnapshot } from './snapshot.ts'
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
  nativeTheme.themeSource = settings.current().theme
  const size = args.size ?? settings.current().window
  const window = createWindow({ ...size, preload: join(built, 'preload', 'preload.cjs') })
  const send = createSender(window)

  const figures = { problem: undefined as string | undefined }
  const host = superviseHost(launchHost(join(built, 'host', 'host.js')), {
    ...toWindow(send),
    onStatus: ({ runId, at, nodes }) => {
      figures.problem = nodes.find(({ message }) => message !== undefined)?.message
      send('run.status', { runId, at, nodes })
    },
    onRestarted: ({ brokerUrl }) => {
      send('host.restarted', { broker: { url: brokerUrl } })
      openRowPort(host, window)
    },
  })
  const snapshot = args.snapshot && planSnapshot(args.snapshot.file, () => figures.problem, exit)
  const projects = createProjectStore(dataFolder)
  function exit(code: number): void {
    void host.close().finally(() => app.exit(code))
  }
  endOrderly(() => Promise.all([projects.settled(), settings.settled(), host.close()]))

  const refreshMenu = (): void => {
    const menu = buildMenu(settings.current(), (command, folder) =>
      send('menu.command', { command, ...(folder === undefined ? {} : { folder }) }),
    )
    Menu.setApplicationMenu(menu)
  }
  refreshMenu()
  const projectHandlers = createProjectHandlers({
    projects,
    settings,
    window,
    onRecentChanged: refreshMenu,
  })
  const answer = createIpcServer(
    createHandlers({
      version: app.getVersion(),
      host,
      projects: projectHandlers,
      settings,
      window,
      firstProject: () =>
        firstProject({
          args,
          projects,
          lastFolder: settings.current().recent[0]?.folder,
          open: (folder) => projectHandlers.open(folder),
        }),
      openRowPort: () => openRowPort(host, window),
      takeSnapshot: snapshot && ((shown) => snapshot.take(window, shown)),
      onThemeChanged: () => {
        nativeTheme.themeSource = settings.current().theme
      },
      onRunStopped: (runId) => send('run.ended', { runId, reason: 'stopped' }),
      onAppStarted: () => say('Sluice is open'),
    }),
    appOrigin,
  )
  const { webContents } = window
  ipcMain.handle(requestChannel, ({ sender, senderFrame }, name: unknown, parameters: unknown) => {
    const isOurMainFrame = sender === webContents && senderFrame?.parent === null
    return answer({ isOurMainFrame, url: senderFrame?.url ?? '' }, name, parameters)
  })
  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (window.isMinimized()) window.restore()
    window.focus()
    const folder = projectFolderOf(data)
    if (folder === undefined) return
    projectHandlers.choose(folder)
    send('menu.command', { command: 'project.open', folder })
  })
  keepAlive(window, (reason) => {
    say(reason)
    snapshot?.fail(reason)
  })
  if (args.size === undefined && snapshot === undefined) {
    rememberSize(window, (changed) => {
      settings.update({ window: changed }).catch((error: unknown) => say(String(error)))
    })
  }
  await window.loadURL(`${appOrigin}/index.html`)
}

type Send = <N extends EventName<SluiceContract>>(
  name: N,
  payload: EventPayload<SluiceContract, N>,
) => void

function createSender(window: BrowserWindow): Send {
  return (name, payload) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, name, payload)
  }
}

/** What of the host's news goes to the window as it is. */
function toWindow(send: Send): Omit<HostListener, 'onStatus' | 'onRestarted'> {
  return {
    onEnded: (runId) => send('run.ended', { runId, reason: 'finished' }),
    onLog: (line) => send('log.line', line),
    onErrorText: (text) => void process.stderr.write(text),
    onDied: ({ message, rules, runId, willRestart }) => {
      say(message)
      if (runId !== undefined) send('run.ended', { runId, reason: 'host-died' })
      const ending = willRestart ? '' : ' It ended again and again; start Sluice anew.'
      send('host.died', { message: `${message}${ending}`, rules: [...rules] })
    },
  }
}

/** Rows go from the host to the window through the two ends of one channel, never through here. */
function openRowPort(host: HostSupervisor<MessagePortMain>, window: BrowserWindow): void {
  if (window.isDestroyed()) return
  const { port1, port2 } = new MessageChannelMain()
  host.sendRowPort(port1)
  window.webContents.postMessage(rowPortChannel, null, [port2])
}

/** The second instance's wish; it runs the same code, but data of another process is checked. */
function projectFolderOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('projectFolder' in data)) return undefined
  return typeof data.projectFolder === 'string' ? data.projectFolder : undefined
}
