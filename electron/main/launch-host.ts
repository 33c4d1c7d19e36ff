import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { MessagePortMain } from 'electron'
import type { LaunchHost } from './host-supervisor.ts'

/**
 * Rows of an open window outlive V8's usual nursery of 16 MB and are copied again and again: with twice as
 * much, joins and hopping windows are up to twice as fast (`npm run bench` measures with it).
 */
const engineFlags = ['--js-flags=--max-semi-space-size=32']

/**
 * Starts the engine host in an Electron utility process. What its sinks cache and which plugins are trusted
 * is with the app's data; `pluginFolders` is asked at every start.
 */
export function launchHost(
  file: string,
  pluginFolders: () => readonly string[],
): LaunchHost<MessagePortMain> {
  const data = app.getPath('userData')
  const places = [join(data, 'sink-cache'), join(data, 'trusted-plugins.json')]
  return ({ onMessage, onErrorText, onExit }) => {
    const child = utilityProcess.fork(file, [...places, ...pluginFolders()], {
      serviceName: 'Sluice engine',
      stdio: 'pipe',
      execArgv: engineFlags,
    })
    child.stderr?.on('data', (data: Buffer) => onErrorText(data.toString('utf8')))
    // Nothing is to be said there; what a package says all the same is no output of the app.
    child.stdout?.on('data', (data: Buffer) => onErrorText(data.toString('utf8')))
    child.on('message', onMessage)
    child.once('exit', onExit)
    return {
      send: (message, ports) => child.postMessage(message, [...ports]),
      end: () => void child.kill(),
    }
  }
}
