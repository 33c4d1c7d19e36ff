import process from 'node:process'
import { hostCommand } from '#ipc/host-contract'
import type { HostMessage } from '#ipc/host-contract'
import { startHost } from './host.ts'

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
  postMessage(message: unknown): void
  start?(): void
}

const parentPort = (process as unknown as { parentPort?: Port }).parentPort
if (parentPort === undefined) throw new Error('This file runs as an Electron utility process.')
const parent = parentPort
const send = (message: HostMessage): void => parent.postMessage(message)

const starting = startHost(send)

parent.on('message', ({ data, ports }) => {
  const command = hostCommand.parse(data)
  void starting
    .then(async (host) => {
      const port = ports[0]
      if (command.type === 'row-port' && port !== undefined) {
        port.on('message', (event) => host.rows.receive(event.data))
        port.start?.()
        host.rows.connect({ send: (message) => port.postMessage(message) })
      }
      await host.handle(command)
      if (command.type === 'close') process.exit(0)
    })
    .catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if ('request' in command) send({ type: 'failed', request: command.request, message })
      else throw error
    })
})

starting.catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
