import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { Arrivals } from './check-order.ts'
import { answers, freePort, killable, listen } from './processes.ts'

/**
 * A real Mosquitto with an outside subscriber. The engine reaches it through a gate that is open only while
 * the subscriber listens: otherwise the broker would take messages that nobody could see.
 */
export interface WatchedBroker {
  /** Where the engine connects. */
  readonly port: number
  readonly received: Arrivals
  start(): Promise<void>
  /**
   * Cuts the engine off at once, and kills the broker when the subscriber has all that it took. What a broker
   * had acknowledged and not handed on yet would be missing without anybody to blame.
   */
  kill(): Promise<void>
  close(): Promise<void>
}

/** What the subscriber sends itself: when it comes, all before it has come. */
const allTaken = 'all taken'

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
  const received = new Arrivals()
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
  let sayAllTaken: (() => void) | undefined
  const start = async (): Promise<void> => {
    await broker.start()
    // A ping that comes when the broker is dead would cost what was not read yet.
    const options = { reconnectPeriod: 0, keepalive: 0, connectTimeout: 60_000 }
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, options)
    client.on('error', () => undefined)
    client.on('message', (_topic, payload) => {
      const text = payload.toString()
      if (text === allTaken) sayAllTaken?.()
      else received.add(Number(text))
    })
    // Quality 0: the broker hands a message on before it tells the engine that it has it.
    await client.subscribeAsync('chaos', { qos: 0 })
    subscriber = client
    isOpen = true
  }
  const kill = async (): Promise<void> => {
    isOpen = false
    gate.cut()
    const client = subscriber
    subscriber = undefined
    if (client?.connected === true) {
      // The broker hands messages on in the order in which it took them.
      const taken = new Promise<void>((resolve) => {
        sayAllTaken = resolve
        client.once('close', () => resolve())
      })
      client.publish('chaos', allTaken)
      await taken
    }
    client?.end(true)
    await broker.kill()
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
