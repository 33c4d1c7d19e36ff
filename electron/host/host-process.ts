import process from 'node:process'
import { hostCommand } from '#ipc/host-contract'
import type { HostMessage } from '#ipc/host-contract'
import { startHost } from './host.ts'
import type { Host } from './host.ts'
import type { RowConnection } from './row-server.ts'

/**
 * The host as Electron's utility process. Main supervises it: whatever goes wrong in here ends this
 * process alone, and it is started again.
 */

/** The part of Electron's `process.parentPort` and MessagePortMain used here; the host needs no Electron types. */
interface Port {
  on(
    event: 'message',
    listener: (event: { data: unknown; ports: readonly Port[] }) => void,
  ): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start?(): void
  close?(): void
}

const parentPort = (process as unknown as { parentPort?: Port }).parentPort
if (parentPort === undefined) throw new Error('This file runs as an Electron utility process.')
const parent = parentPort
const send = (message: HostMessage): void => parent.postMessage(message)

/** Who starts this process says where actions with a cache keep their messages, and where plugins are. */
const [, , cacheFolder, trustFile, ...folders] = process.argv
const starting = startHost(
  send,
  cacheFolder,
  trustFile === undefined ? undefined : { trustFile, folders },
)

/** The port comes from a window: what it sends must never end this process. */
const serveRows = (host: Host, port: Port): void => {
  const connection: RowConnection = {
    send: (message) => port.postMessage(message),
    close: () => port.close?.(),
  }
  port.on('message', ({ data }) => {
    try {
      host.rows.receive(data)
    } catch (error) {
      const message = `a row request was refused: ${describe(error)}`
      send({ type: 'log', line: { at: Date.now(), level: 'warn', node: '', message } })
    }
  })
  port.on('close', () => host.rows.disconnect(connection))
  port.start?.()
  host.rows.connect(connection)
}

parent.on('message', ({ data, ports }) => {
  const command = hostCommand.parse(data)
  void starting
    .then(async (host) => {
      const port = ports[0]
      if (command.type === 'row-port' && port !== undefined) serveRows(host, port)
      await host.handle(command)
      if (command.type === 'close') process.exit(0)
    })
    .catch((error: unknown) => {
      if (!('request' in command)) throw error
      send({ type: 'failed', request: command.request, message: describe(error) })
    })
})

starting.catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
