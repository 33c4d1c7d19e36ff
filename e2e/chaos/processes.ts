import { spawn, type ChildProcess } from 'node:child_process'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A process that can be killed with SIGKILL and started again. */
export interface KillableProcess {
  start(): Promise<void>
  kill(): Promise<void>
  /** What it said on standard error that was no part of being killed. */
  readonly complaints: readonly string[]
}

export function killable(
  command: readonly string[],
  isUp: () => Promise<void> = () => Promise.resolve(),
): KillableProcess {
  const [program = '', ...args] = command
  const complaints: string[] = []
  let child: ChildProcess | undefined
  return {
    complaints,
    async start() {
      const started = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
      started.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
      started.on('exit', (code) => {
        if (code !== null && code !== 0) complaints.push(`${program} ended with ${code}`)
      })
      child = started
      await isUp()
    },
    async kill() {
      const running = child
      child = undefined
      if (running === undefined || running.exitCode !== null) return
      const ended = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGKILL')
      await ended
    },
  }
}

export async function freePort(): Promise<number> {
  const server = await listen(() => undefined)
  await server.close()
  return server.port
}

export interface Listener {
  readonly port: number
  /** Ends all connections; new ones may come. */
  cut(): void
  close(): Promise<void>
}

export async function listen(onSocket: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      cut()
      await closed
    },
  }
}

/** A busy computer takes its time to start a process. */
const longestStartMs = 60_000

/** Resolves when something listens on the port. */
export async function answers(port: number): Promise<void> {
  const end = Date.now() + longestStartMs
  while (Date.now() < end) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', () => resolve(false))
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
    })
    if (isOpen) return
    await pause(10)
  }
  throw new Error(`nothing answers on port ${port}`)
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
