import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { MessagePortMain } from 'electron'
import type { LaunchHost } from './host-supervisor.ts'

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
