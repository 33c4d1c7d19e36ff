import { unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import {
  encodeFrame,
  encodeGreeting,
  FrameReader,
  SOCKET_KIND,
} from '../../portable/protocol/frame.ts'
import type { SocketKind } from '../../portable/protocol/frame.ts'

/** The plugin's ends of the sockets; `../../portable/protocol` has the server's. */

const mostDials = 50
const dialPauseMs = 100

/** Connects to a socket that the server is about to listen on. Rejects after some seconds. */
export async function dial(path: string): Promise<Socket> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dialOnce(path)
    } catch (error) {
      if (attempt >= mostDials) throw error
      await pause(dialPauseMs)
    }
  }
}

function dialOnce(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
  })
}

/** Greets and cuts what comes into messages; a socket that breaks the protocol is closed. */
function speak(
  socket: Socket,
  kinds: { readonly own: SocketKind; readonly peer: SocketKind },
  receive: (message: Buffer) => void,
): void {
  const reader = new FrameReader({ peer: kinds.peer })
  // The close that follows is what is acted upon.
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of reader.read(chunk)) receive(message)
    } catch {
      socket.destroy()
    }
  })
  socket.write(encodeGreeting(kinds.own))
}

/**
 * A request socket that is used upside down: the server's reply is a command, the next request its
 * answer. A reply that is not to the newest request is dropped. Silence is not answered by a new
 * `handshake`, as eKuiper's SDK for Python does: the server reads those only with its next command, and
 * older ones take them for an answer.
 */
export async function answerCommands(
  path: string,
  answer: (command: string) => Promise<string>,
): Promise<{ readonly closed: Promise<void>; close(): void }> {
  const socket = await dial(path)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let id = (0x80000000 + Math.floor(Math.random() * 0x7fffffff)) >>> 0
  let isWaiting = false
  const request = (text: string): void => {
    id = id === 0xffffffff ? 0x80000000 : id + 1
    isWaiting = true
    const header = Buffer.alloc(4)
    header.writeUInt32BE(id)
    if (!socket.destroyed) socket.write(encodeFrame(Buffer.from(text), header))
  }
  speak(socket, { own: SOCKET_KIND.request, peer: SOCKET_KIND.reply }, (message) => {
    if (!isWaiting || message.length < 4 || message.readUInt32BE(0) !== id) return
    isWaiting = false
    void answer(message.toString('utf8', 4)).then(request)
  })
  request('handshake')
  return { closed, close: () => socket.destroy() }
}

/** What is pushed to the server: rows of a source, acknowledgements of a sink. */
export interface PushSocket {
  readonly isOpen: boolean
  /** Resolves when there is room for more; undefined where there is. */
  send(text: string): Promise<void> | undefined
  onClosed(listener: () => void): void
  close(): void
}

export async function openPush(path: string): Promise<PushSocket> {
  const socket = await dial(path)
  let isClosing = false
  speak(socket, { own: SOCKET_KIND.push, peer: SOCKET_KIND.pull }, () => undefined)
  return {
    get isOpen() {
      return !socket.destroyed
    },
    send(text) {
      if (socket.destroyed || socket.write(encodeFrame(Buffer.from(text)))) return undefined
      return new Promise((resolve) => {
        const done = (): void => {
          socket.removeListener('drain', done)
          socket.removeListener('close', done)
          resolve()
        }
        socket.once('drain', done)
        socket.once('close', done)
      })
    },
    onClosed(listener) {
      socket.once('close', () => {
        if (!isClosing) listener()
      })
    },
    close() {
      isClosing = true
      // What was written still leaves.
      socket.end()
    },
  }
}

/** Where the server pushes rows to. */
export interface PullSocket {
  /** Resolves when what was pushed has been received, or when the time is over. */
  drained(limitMs: number): Promise<void>
  close(): Promise<void>
}

/** A socket without news for so long has nothing on its way. */
const quietMs = 20

/** Calls `receive`, which never rejects, for one message after the other; while it works little more is read. */
export async function listenPull(
  path: string,
  receive: (message: Buffer) => Promise<void>,
): Promise<PullSocket> {
  const sockets = new Set<Socket>()
  const queue: Buffer[] = []
  let isWorking = false
  let heardAt = -Infinity
  const work = async (): Promise<void> => {
    isWorking = true
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await receive(next)
    isWorking = false
    heardAt = performance.now()
    for (const socket of sockets) socket.resume()
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    speak(socket, { own: SOCKET_KIND.pull, peer: SOCKET_KIND.push }, (message) => {
      queue.push(message)
      socket.pause()
      if (!isWorking) void work()
    })
  })
  await unlink(path).catch(ignoreMissing)
  await listen(server, path)
  return {
    async drained(limitMs) {
      const end = performance.now() + limitMs
      heardAt = performance.now()
      const isBusy = (): boolean => isWorking || performance.now() - heardAt < quietMs
      while (isBusy() && performance.now() < end) await pause(quietMs / 2)
    },
    async close() {
      queue.length = 0
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
