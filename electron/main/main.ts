import { app, protocol } from 'electron'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appScheme } from './app-protocol.ts'
import { ownArguments, parseArguments } from './arguments.ts'
import { openApp } from './open-app.ts'

/** Where the process starts: arguments, one instance, then the app. */
const built = resolve(dirname(fileURLToPath(import.meta.url)), '..')

protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

const parsed = parseArguments(ownArguments(process.argv, resolve(app.getAppPath()), app.isPackaged))
if (!parsed.ok) {
  process.stderr.write(`${parsed.message}\n`)
  app.exit(2)
} else if (
  // Two instances on one data folder would overwrite each other's unsaved states; a snapshot has none.
  parsed.value.snapshot === undefined &&
  !app.requestSingleInstanceLock({ projectFolder: parsed.value.projectFolder })
) {
  process.stderr.write('Sluice is running already; its window is in front now.\n')
  app.exit(0)
} else {
  const { value } = parsed
  // Electron holds `ready` back until this module is done, so it must not wait for it.
  app
    .whenReady()
    .then(() => openApp(value, built))
    .catch((error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`${text}\n`)
      app.exit(1)
    })
}
