import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { answers, freePort, killable, listen } from './processes.ts'

/**
 * A real Mosquitto with an outside subscriber. The engine reaches it through a gate that is open only while
 * the subscriber listens: otherwise the broker would take messages that nobody could see.
 */
export interface WatchedBroker {
  /** Where the engine connects. */
  readonly port: number
  readonly received: readonly number[]
  start(): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

export async function startWatchedBroker(program: string): Promise<WatchedBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-broker-'))
  const port = await freePort()
  const file = join(folder, 'mosquitto.conf')
  const settings = [
    'allow_anonymous true',
    'persistence false',
    'user root',
    'max_queued_messages 0',
  ]
  await writeFile(file, `${[`listener ${port} 127.0.0.1`, ...settings].join('\n')}\n`)
  const broker = killable([program, '-c', file], () => answers(port))
  const received: number[] = []
  let isOpen = false
  const gate = await listen((socket) => {
    if (!isOpen) {
      socket.destroy()
      return
    }
    const inner = connectSocket(port, '127.0.0.1')
    inner.setNoDelay(true)
    inner.on('error', () => undefined)
    inner.pipe(socket).pipe(inner)
    inner.once('close', () => socket.destroy())
    socket.once('close', () => inner.destroy())
  })
  let subscriber: MqttClient | undefined
  const start = async (): Promise<void> => {
    await broker.start()
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 })
    client.on('error', () => undefined)
    client.on('message', (_topic, payload) => received.push(Number(payload.toString())))
    // Quality 0: the broker hands a message on before it tells the engine that it has it.
    await client.subscribeAsync('chaos', { qos: 0 })
    subscriber = client
    isOpen = true
  }
  const kill = async (): Promise<void> => {
    isOpen = false
    const closed = new Promise<void>((resolve) => {
      if (subscriber === undefined) resolve()
      else subscriber.once('close', () => resolve())
    })
    await broker.kill()
    // What the broker had written is still read before the connection ends.
    await closed
    subscriber?.end(true)
    subscriber = undefined
  }
  await start()
  return {
    port: gate.port,
    received,
    start,
    kill,
    async close() {
      await kill()
      await gate.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
