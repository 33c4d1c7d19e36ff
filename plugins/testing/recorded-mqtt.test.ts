import { randomUUID } from 'node:crypto'
import { gunzipSync, inflateSync } from 'node:zlib'
import { connectAsync, type IPublishPacket, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import {
  componentsOf,
  createComponentRegistry,
  createEngine,
  type Engine,
  type EngineRun,
  type RunDefinition,
} from '#engine'
import { findMosquitto } from '#setup/mosquitto'
import { builtinPlugins } from '#plugins'
import { startMosquitto, type TestBroker } from './brokers.ts'
import { realClock } from './real-clock.ts'
import { readRecordings, type Recording, type SeenMessage, type Step } from './recorded-mqtt.ts'

const mosquitto = findMosquitto()

/** Recordings that are not replayed, each with the reason. */
const left: Readonly<Record<string, string>> = {
  'mqtt/shared-connection': 'named connections are not known here: they are refused',
  'mqtt/source-retained-message':
    'eKuiper subscribes twice and so gets a retained message twice; here it comes once',
}

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe.skipIf(mosquitto === undefined)(
  `what eKuiper publishes${mosquitto === undefined ? ' (Mosquitto is missing: run npm run setup)' : ''}`,
  () => {
    for (const recording of readRecordings()) {
      const reason = left[recording.id]
      if (reason !== undefined) test.skip(`${recording.id}: ${reason}`, () => undefined)
      else test(recording.id, () => replay(recording))
    }
  },
)

async function replay(recording: Recording): Promise<void> {
  const world = await createWorld(recording)
  const started = world.start()
  if (recording.ruleError !== undefined) {
    // What only the sink itself can find out is said on its node.
    const isRefused = !started || (await world.someAction('failed'))
    expect(isRefused).toBe(true)
    return
  }
  expect(started).toBe(true)
  await world.ready()
  for (const step of recording.steps) await world.carryOut(step)
  await world.received(recording.seen.length)
  const expected = recording.seen.map(plainMessage)
  const isOneTopic = new Set(recording.seen.map(({ topic }) => topic)).size <= 1
  // Messages of different actions and rules come in no certain order.
  expect(sorted(world.seen(), isOneTopic)).toEqual(sorted(expected, isOneTopic))
  if (recording.seenByLateSubscriber !== undefined) {
    const late = await world.subscribeLate(recording.seenByLateSubscriber.length)
    expect(late).toEqual(recording.seenByLateSubscriber.map(plainMessage))
  }
}

/** The recorder has unpacked payloads and writes no user properties as an empty text. */
const plainMessage = ({
  topic,
  qos,
  retained,
  payload = '',
  userProperties = '',
}: SeenMessage): SeenMessage => {
  const message = { topic, qos, retained, payload }
  return userProperties === '' ? message : { ...message, userProperties }
}

const sorted = (messages: readonly SeenMessage[], keepsOrder: boolean): readonly SeenMessage[] =>
  keepsOrder
    ? messages
    : messages.toSorted((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0))

// ---- broker, engine and outside clients -----------------------------------------------------------

interface World {
  /** False where the rules are refused. */
  start(): boolean
  someAction(state: string): Promise<boolean>
  ready(): Promise<void>
  carryOut(step: Step): Promise<void>
  received(count: number): Promise<void>
  seen(): readonly SeenMessage[]
  subscribeLate(count: number): Promise<readonly SeenMessage[]>
}

async function createWorld(recording: Recording): Promise<World> {
  const broker = await startMosquitto(mosquitto ?? '')
  cleanups.push(() => broker.close())
  const url = `mqtt://127.0.0.1:${broker.port}`
  const publisher = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 20 })
  cleanups.push(() => publisher.endAsync(true))
  const keepsFlag = recording.seen.some(({ retained }) => retained === 1)
  const live = await subscribe(url, keepsFlag)
  const definition = definitionOf(recording, broker.port)
  const engine = createTestEngine()
  let run: EngineRun | undefined
  const stop = async (): Promise<void> => {
    await run?.stop()
    run = undefined
  }
  cleanups.push(stop)
  const states = (): readonly string[] =>
    run?.status().map(({ node, state }) => `${node.split('/')[0] ?? ''} ${state}`) ?? []
  /** How many messages the sources have given to their streams. */
  const arrived = (): number =>
    (run?.status() ?? [])
      .filter(({ node }) => node.startsWith('stream/'))
      .reduce((sum, { rowsIn, errors }) => sum + rowsIn + errors, 0)
  const isAway = JSON.stringify(recording.rules).includes('127.0.0.1:9')
  /** What was published has gone through the rules when these are back: the recorder paused as well. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) await live.roundTrip(publisher)
  }
  const ready = async (): Promise<void> => {
    await until(() => isAway || states().every((state) => state.endsWith(' running')))
    // A source subscribes as soon as it is connected; the broker has read that when these are back.
    await settle()
  }
  const start = (): boolean => {
    const result = engine.start(definition)
    if (result.ok) run = result.run
    return result.ok
  }
  return {
    start,
    ready,
    someAction: async (state) => {
      await until(() => states().includes(`action ${state}`))
      return true
    },
    carryOut: async (step) => {
      if (step.publish !== undefined) {
        const before = arrived()
        await publish(publisher, step.publish)
        const reads = recording.streams.some((text) => readsTopic(text, step.publish?.topic ?? ''))
        if (reads && run !== undefined) await until(() => arrived() > before)
      }
      if (step.waitMs !== undefined)
        await new Promise((resolve) => setTimeout(resolve, step.waitMs))
      if (step.stopRule !== undefined) await stop()
      if (step.startRule !== undefined) {
        start()
        await ready()
      }
      if (step.brokerRestart !== undefined) {
        await live.received(1)
        await restart(broker, () => states().includes('stream disconnected'))
        await until(() => publisher.connected && live.isSubscribed())
        await ready()
      }
      await settle()
    },
    received: async (count) => {
      await live.received(count)
      await settle()
    },
    seen: live.seen,
    subscribeLate: async (count) => {
      const late = await subscribe(url, false)
      await late.received(count)
      return late.seen()
    },
  }
}

function createTestEngine(): Engine {
  return createEngine({
    environment: {
      clock: realClock,
      random: Math.random,
      newId: randomUUID,
      log: () => undefined,
    },
    components: createComponentRegistry(componentsOf(builtinPlugins())),
  })
}

function definitionOf({ streams, rules }: Recording, port: number): RunDefinition {
  const text = JSON.stringify(rules).replaceAll('<mqtt>', String(port))
  const parsed = JSON.parse(text) as Recording['rules']
  const server = `tcp://127.0.0.1:${port}`
  return {
    streams,
    rules: parsed.map((rule) => ({ options: {}, ...rule })),
    sourceConfigurations: {
      mqtt: {
        default: { server },
        zipped: { decompression: 'gzip' },
        v5: { protocolVersion: '5' },
      },
    },
  }
}

function readsTopic(stream: string, topic: string): boolean {
  const filter = /DATASOURCE="([^"]*)", TYPE="mqtt"/.exec(stream)?.[1]
  if (filter === undefined) return false
  const pattern = filter.replaceAll('+', '[^/]*').replace('/#', '(/.*)?').replace('#', '.*')
  return new RegExp(`^${pattern}$`).test(topic)
}

async function restart(broker: TestBroker, isNoticed: () => boolean): Promise<void> {
  await broker.kill()
  await until(isNoticed)
  await broker.start()
}

async function publish(
  client: MqttClient,
  { topic, payload, base64, qos = 1, retain = false, v5 }: NonNullable<Step['publish']>,
): Promise<void> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const bytes = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64')
  const [, , , name, value] = v5 ?? []
  const properties =
    name === undefined ? {} : { properties: { userProperties: { [name]: value ?? '' } } }
  await client.publishAsync(topic, bytes, { qos, retain, ...properties })
}

// ---- the subscriber -------------------------------------------------------------------------------

const pingTopic = 'ping'

async function subscribe(url: string, keepsFlag: boolean) {
  const messages: SeenMessage[] = []
  let pings = 0
  let isSubscribed = false
  let wake = (): void => undefined
  const client = await connectAsync(url, {
    protocolVersion: 5,
    reconnectPeriod: 20,
    resubscribe: false,
  })
  cleanups.push(() => client.endAsync(true))
  client.on('message', (topic, payload, packet) => {
    if (topic === pingTopic) pings += 1
    else if (!topic.startsWith('in') && topic !== 'other')
      messages.push(seenMessage(payload, packet))
    wake()
  })
  const subscribeAll = async (): Promise<void> => {
    await client.subscribeAsync('#', { qos: 2, rap: keepsFlag })
    isSubscribed = true
  }
  client.on('close', () => (isSubscribed = false))
  client.on('connect', () => void subscribeAll())
  await subscribeAll()
  return {
    seen: () => messages,
    isSubscribed: () => isSubscribed,
    received: (count: number) =>
      until(
        () => messages.length >= count,
        (next) => (wake = next),
      ),
    /** Resolves when a message has gone to the broker and come here. */
    roundTrip: async (publisher: MqttClient) => {
      const before = pings
      await publisher.publishAsync(pingTopic, '', { qos: 1 })
      await until(
        () => pings > before,
        (next) => (wake = next),
      )
    },
  }
}

function seenMessage(payload: Buffer, packet: IPublishPacket): SeenMessage {
  const { topic, qos, retain } = packet
  const given = packet.properties?.userProperties
  const userProperties =
    given === undefined
      ? {}
      : {
          userProperties: Object.entries(given)
            .map(([k, v]) => `${k}:${String(v)}`)
            .join(' '),
        }
  return { topic, qos, retained: retain ? 1 : 0, ...userProperties, payload: unpack(payload) }
}

/** The text of a payload; what the recorder saw compressed it has unpacked too. */
function unpack(payload: Buffer): string {
  if (payload[0] === 0x1f && payload[1] === 0x8b) return gunzipSync(payload).toString()
  if (payload[0] === 0x78 && payload.readUInt16BE(0) % 31 === 0 && payload.length > 6) {
    return inflateSync(payload).toString()
  }
  return payload.toString()
}

const patienceMs = 20_000

/** Asks again whenever `onChange` says so, else every few milliseconds. */
async function until(holds: () => boolean, onChange?: (wake: () => void) => void): Promise<void> {
  const end = Date.now() + patienceMs
  while (!holds()) {
    if (Date.now() > end) throw new Error('what the recording has never came')
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 10)
      onChange?.(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
