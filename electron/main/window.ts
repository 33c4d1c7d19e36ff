import { app, BrowserWindow, nativeTheme, session } from 'electron'
import { appOrigin } from './app-protocol.ts'

interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly preload: string
}

/** The one window, sandboxed. */
export function createWindow({ width, height, preload }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width,
    height,
    minWidth: 960,
    minHeight: 600,
    useContentSize: true,
    show: false,
    title: 'Sluice',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101317' : '#f4f5f7',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  return window
}

/** Pages stay where they are: none navigates, opens a window or holds another page. */
export function hardenPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Nothing the renderer could ask for is granted, and no request leaves the app's own origin. */
export function hardenSession(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    // Copying needs this one; reading the clipboard stays denied.
    answer(permission === 'clipboard-sanitized-write')
  })
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  )
  session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url)
    const isOwn = details.url.startsWith(`${appOrigin}/`)
    answer({
      cancel: !(isOwn || protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:'),
    })
  })
}

/** Tells the window's size when it closes. */
export function rememberSize(
  window: BrowserWindow,
  remember: (size: { width: number; height: number }) => void,
): void {
  window.on('close', () => {
    if (window.isMaximized() || window.isFullScreen() || window.isMinimized()) return
    const [width, height] = window.getContentSize()
    if (width !== undefined && height !== undefined) remember({ width, height })
  })
}

const mostReloads = 3

/** Loads the page again when its process died; what was drawn comes back from its unsaved state. */
export function keepAlive(window: BrowserWindow, report: (reason: string) => void): void {
  let reloads = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    report(`The window's process ended: ${reason} (exit code ${exitCode}).`)
    reloads += 1
    if (reloads <= mostReloads) window.webContents.reload()
  })
}
