import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, expect, test } from 'vitest'
import { createVirtualClock } from '#engine/testkit'
import { startEmbeddedBroker } from './broker.ts'
import { startDeviceFleet } from './device-fleet.ts'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function client(url: string): Promise<MqttClient> {
  const connected = await connectAsync(url.replace('tcp:', 'mqtt:'))
  cleanups.push(() => connected.endAsync(true))
  return connected
}

/** Numbers that look random and are the same every time. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

test('the broker listens on loopback and passes messages on', async () => {
  const broker = await startEmbeddedBroker(0)
  cleanups.push(() => broker.close())
  expect(broker.url).toBe(`tcp://127.0.0.1:${broker.port}`)
  const subscriber = await client(broker.url)
  await subscriber.subscribeAsync('a/#')
  const received = new Promise((resolve) => {
    subscriber.on('message', (topic, payload) => resolve([topic, payload.toString()]))
  })
  broker.publish('a/b', 'x')
  expect(await received).toEqual(['a/b', 'x'])
})

test('a client that does not read holds up nobody, and keeps its connection', async () => {
  const broker = await startEmbeddedBroker(0)
  cleanups.push(() => broker.close())
  const frozen = await client(broker.url)
  const reader = await client(broker.url)
  await frozen.subscribeAsync('t')
  await reader.subscribeAsync('t')
  frozen.handleMessage = () => undefined
  let received: () => void = () => undefined
  reader.on('message', () => received())
  const payload = 'x'.repeat(300_000)
  for (let sent = 0; sent < 150; sent += 1) {
    const arrived = new Promise<void>((resolve) => (received = resolve))
    broker.publish('t', payload)
    await arrived
  }
  expect(frozen.connected).toBe(true)
})

test('a port that is taken is replaced by a free one', async () => {
  const first = await startEmbeddedBroker(0)
  cleanups.push(() => first.close())
  const second = await startEmbeddedBroker(first.port)
  cleanups.push(() => second.close())
  expect(second.port).not.toBe(first.port)
  await client(second.url)
})

test('closing ends connections and frees the port', async () => {
  const broker = await startEmbeddedBroker(0)
  const connected = await client(broker.url)
  const ended = new Promise<void>((resolve) => connected.once('close', () => resolve()))
  await broker.close()
  await ended
  const again = await startEmbeddedBroker(broker.port)
  cleanups.push(() => again.close())
  expect(again.port).toBe(broker.port)
})

test('the fleet publishes 40 readings a second, every machine in turn', async () => {
  const clock = createVirtualClock(1_000_000)
  const published: [string, string, boolean][] = []
  const fleet = startDeviceFleet({
    target: {
      publish: (topic, payload, options) => {
        published.push([topic, payload, options?.isRetained === true])
      },
    },
    clock,
    random: createRandom(7),
  })
  expect(fleet.deviceIds).toHaveLength(25)
  expect(published.map(([topic]) => topic)).toEqual(
    fleet.deviceIds.map((id) => `plant7/${id}/state`),
  )
  clock.advanceTo(1_060_000)
  const readings = published.filter(([, , isRetained]) => !isRetained)
  expect(readings).toHaveLength(40 * 60 + 1)
  expect(readings.slice(0, 25).map(([topic]) => topic)).toEqual(
    fleet.deviceIds.map((id) => `plant7/${id}/telemetry`),
  )
  const parsed = readings.map(([, payload]) => JSON.parse(payload) as Record<string, unknown>)
  expect(Object.keys(parsed[0] ?? {})).toEqual([
    'deviceId',
    'temperature',
    'pressure',
    'vibration',
    'status',
    'ts',
  ])
  expect(parsed.at(-1)?.['ts']).toBe(1_060_000)
  await fleet.close()
  expect(clock.pending()).toBe(0)
})

test.each([1, 2, 3, 4, 5])('some machines are too hot and most are not, with seed %i', (seed) => {
  const clock = createVirtualClock(0)
  const temperatures: number[] = []
  const statuses = new Set<unknown>()
  startDeviceFleet({
    target: {
      publish: (topic, payload) => {
        if (!topic.endsWith('/telemetry')) return
        const reading = JSON.parse(payload) as { temperature: number; status: string }
        if (reading.status !== 'off') temperatures.push(reading.temperature)
        statuses.add(reading.status)
      },
    },
    clock,
    random: createRandom(seed),
  })
  clock.advanceTo(5 * 60_000)
  const hot = temperatures.filter((value) => value > 42).length / temperatures.length
  expect(hot).toBeGreaterThan(0.01)
  expect(hot).toBeLessThan(0.4)
  expect(Math.min(...temperatures)).toBeGreaterThan(10)
  expect(Math.max(...temperatures)).toBeLessThan(80)
  expect([...statuses].sort()).toEqual(['idle', 'off', 'running'])
})

test('the fleet finds its broker by address too', async () => {
  const broker = await startEmbeddedBroker(0)
  cleanups.push(() => broker.close())
  const subscriber = await client(broker.url)
  await subscriber.subscribeAsync('plant7/+/state')
  const states = new Set<string>()
  const all = new Promise<void>((resolve) => {
    subscriber.on('message', (topic) => {
      states.add(topic)
      if (states.size === 25) resolve()
    })
  })
  const clock = createVirtualClock(0)
  const fleet = startDeviceFleet({ target: { url: broker.url }, clock, random: createRandom(1) })
  cleanups.push(() => fleet.close())
  await all
})
