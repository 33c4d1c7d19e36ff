import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'

/** A broker that a test can stop and start again on the same port. */
export interface TestBroker {
  readonly port: number
  start(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** A server whose connections can be cut. */
export async function listen(
  port: number,
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    port: address.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = await listen(0, () => undefined)
  await server.close()
  return server.port
}

export interface AedesSettings {
  /** Only `user` with this password may connect. */
  readonly password?: string
  /** A topic that nobody may subscribe to. */
  readonly forbidden?: string
}

/** Aedes, the broker that Sluice embeds. */
export async function startAedes({ password, forbidden }: AedesSettings = {}): Promise<TestBroker> {
  const port = await freePort()
  let stop = async (): Promise<void> => undefined
  const start = async (): Promise<void> => {
    const broker = await Aedes.createBroker({
      authenticate: (_client, user, given, done) => {
        done(null, password === undefined || (user === 'user' && given?.toString() === password))
      },
      authorizeSubscribe: (_client, subscription, done) => {
        done(null, subscription.topic === forbidden ? null : subscription)
      },
    })
    const server = await listen(port, (socket) => void broker.handle(socket))
    stop = async () => {
      await server.close()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    }
  }
  const kill = async (): Promise<void> => {
    const running = stop
    stop = async () => undefined
    await running()
  }
  await start()
  return { port, start, kill, close: kill }
}

/** A real Mosquitto. `files` are written beside its configuration, where `settings` may name them. */
export async function startMosquitto(
  program: string,
  settings: readonly string[] = ['allow_anonymous true'],
  files: Readonly<Record<string, string>> = {},
): Promise<TestBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-mqtt-'))
  const port = await freePort()
  const named = settings.map((line) => line.replaceAll('{folder}', folder))
  const lines = [`listener ${port} 127.0.0.1`, 'persistence false', 'user root', ...named]
  await writeFile(join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    child = spawn(program, ['-c', join(folder, 'mosquitto.conf')])
    await isListening(child)
  }
  const kill = async (): Promise<void> => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
  }
  await start()
  const close = async (): Promise<void> => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  }
  return { port, start, kill, close }
}

/** Mosquitto says so on standard error. */
function isListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (/mosquitto version .* running/.test(text)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${text}`)))
  })
}
