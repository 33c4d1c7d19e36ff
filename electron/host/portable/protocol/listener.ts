import { unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { PortableError } from './errors.ts'

/** Shorter than every system's limit for the path of a Unix socket (104 on macOS, 108 on Linux). */
export const MAX_SOCKET_PATH = 103

/**
 * Listens on a Unix socket. A file that a dead process left behind is replaced; a living listener is
 * an error, because the plugin at the other end could not tell the two apart.
 */
export async function listenUnix(
  path: string,
  onSocket: (socket: Socket) => void,
): Promise<Server> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new PortableError(
      'invalid',
      `the socket path ${path} is longer than ${String(MAX_SOCKET_PATH)} bytes`,
    )
  }
  try {
    return await listenOnce(path, onSocket)
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw describe(path, error)
  }
  if (await isAlive(path)) {
    throw new PortableError(
      'in-use',
      `${path} is in use: an eKuiper server or another Sluice on this machine runs the same plugin; stop it first`,
    )
  }
  try {
    await unlink(path)
    return await listenOnce(path, onSocket)
  } catch (error) {
    throw describe(path, error)
  }
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function listenOnce(path: string, onSocket: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(onSocket)
    server.once('error', reject)
    server.listen(path, () => {
      server.removeListener('error', reject)
      resolve(server)
    })
  })
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', (error) => {
      resolve(errorCode(error) !== 'ECONNREFUSED')
    })
  })
}

function describe(path: string, error: unknown): PortableError {
  const text = error instanceof Error ? error.message : String(error)
  return new PortableError('invalid', `cannot listen on ${path}: ${text}`, { cause: error })
}
