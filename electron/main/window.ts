import { BrowserWindow, nativeTheme, session } from 'electron'
import { appOrigin } from './app-protocol.ts'

interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly preload: string
}

/** The one window, sandboxed. It cannot leave the app's own pages, open others or ask for permissions. */
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
  const { webContents } = window
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  return window
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
