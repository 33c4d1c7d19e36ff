import { createServer, type Server, type Socket } from 'node:net'
import { Aedes } from 'aedes'
import { ClientBuffers, clientBufferBytes } from './client-buffers.ts'

/** A broker inside this process, for loopback only. It speaks MQTT 3.1 and 3.1.1. */
export interface EmbeddedBroker {
  /** Such as `tcp://127.0.0.1:18831`. */
  readonly url: string
  readonly port: number
  readonly label: string
  /** Publishes without a connection. */
  readonly publish: (
    topic: string,
    payload: string,
    options?: { readonly isRetained?: boolean },
  ) => void
  /** Ends all connections and resolves when the port is free again. */
  close(): Promise<void>
}

/** Not 1883: that is for the broker somebody installs on this machine. */
const preferredPort = 18831

/** Listens on the preferred port, or on any free one where that is taken. */
export async function startEmbeddedBroker(port: number = preferredPort): Promise<EmbeddedBroker> {
  const buffers = new ClientBuffers()
  const broker = await Aedes.createBroker({
    authorizeForward: (client, packet) => (buffers.hasRoom(client, packet) ? packet : null),
    // A client may read nothing for as long as its rule is held.
    drainTimeout: 0,
  })
  const sockets = new Set<Socket>()
  const server = createServer({ highWaterMark: 2 * clientBufferBytes }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  const actual = await listen(server, port)
  return {
    url: `tcp://127.0.0.1:${actual}`,
    port: actual,
    label: 'MQTT 3.1.1',
    publish: (topic, payload, options) => {
      const retain = options?.isRetained === true
      const packet = { cmd: 'publish', qos: 0, dup: false, retain, topic, payload } as const
      broker.publish(packet, () => undefined)
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    return await listenOn(server, port)
  } catch (error) {
    if (!isPortTaken(error)) throw error
    return listenOn(server, 0)
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string')
        reject(new Error('the port is not known'))
      else resolve(address.port)
    })
  })
}

function isPortTaken(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  return error.code === 'EADDRINUSE' || error.code === 'EACCES'
}
