import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { connectAsync, type MqttClient } from 'mqtt'
import {
  createSink,
  createSinkHarness,
  createSourceHarness,
  createVirtualClock,
  openSource,
  type SinkHarness,
  type SourceHarness,
} from '#engine/testkit'
import type { Sink } from '#engine/api'
import { findMosquitto } from '#setup/mosquitto'
import { mqttSink } from './sink.ts'
import { mqttSource } from './source.ts'
import { startAedes, startMosquitto, type TestBroker } from '../testing/brokers.ts'

const mosquitto = findMosquitto()
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface BrokerKind {
  readonly name: string
  readonly version: '3.1' | '3.1.1' | '5'
  readonly start: () => Promise<TestBroker>
}

const aedes = (): Promise<TestBroker> => startAedes()
const realMosquitto = (): Promise<TestBroker> => startMosquitto(mosquitto ?? '')
const kinds: readonly BrokerKind[] = [
  { name: 'the embedded broker, 3.1.1', version: '3.1.1', start: aedes },
  ...(mosquitto === undefined
    ? []
    : [
        { name: 'Mosquitto, 3.1', version: '3.1', start: realMosquitto } as const,
        { name: 'Mosquitto, 3.1.1', version: '3.1.1', start: realMosquitto } as const,
        { name: 'Mosquitto, 5', version: '5', start: realMosquitto } as const,
      ]),
]

if (mosquitto === undefined) {
  test.skip('a real Mosquitto: it is missing, run `npm run setup`', () => undefined)
}

async function startBroker(
  start: () => Promise<TestBroker>,
): Promise<TestBroker & { url: string }> {
  const broker = await start()
  cleanups.push(() => broker.close())
  return { ...broker, url: `tcp://127.0.0.1:${broker.port}` }
}

async function outside(url: string): Promise<MqttClient> {
  const client = await connectAsync(url.replace('tcp:', 'mqtt:'))
  cleanups.push(() => client.endAsync(true))
  return client
}

async function source(
  datasource: string,
  properties: Readonly<Record<string, unknown>>,
): Promise<SourceHarness> {
  const harness = createSourceHarness({ clock: createVirtualClock(0) })
  const component = mqttSource.create()
  cleanups.push(async () => {
    harness.abort()
    await component.close(harness.context)
  })
  void openSource(component, harness, { datasource, properties })
  return harness
}

async function sink(
  properties: Readonly<Record<string, unknown>>,
): Promise<{ harness: SinkHarness; component: Sink; opened: Promise<void> }> {
  const harness = createSinkHarness({ clock: createVirtualClock(0) })
  const component = createSink(mqttSink)
  cleanups.push(async () => {
    harness.abort()
    await component.close(harness.context)
  })
  component.configure(properties)
  const opened = Promise.resolve(component.open(harness.context))
  return { harness, component, opened }
}

const state = (harness: SourceHarness | SinkHarness): string | undefined =>
  harness.statuses.at(-1)?.state

/** Subscriptions are made behind `connected`: a retained message says when they are. */
async function subscribed(
  harness: SourceHarness,
  client: MqttClient,
  topic: string,
): Promise<void> {
  await client.publishAsync(topic, 'first', { retain: true, qos: 1 })
  await harness.until(() => harness.messages.length > 0)
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)

describe.each(kinds)('on $name', ({ version, start }) => {
  test('a source takes messages of several topics and wildcards with their metadata', async () => {
    const broker = await startBroker(start)
    const client = await outside(broker.url)
    const harness = await source('a/+/t, b/#', { server: broker.url, protocolVersion: version })
    await subscribed(harness, client, 'a/0/t')
    await client.publishAsync('a/1/t', '{"n":1}', { qos: 1 })
    await client.publishAsync('a/1/2/t', 'not this', { qos: 1 })
    await client.publishAsync('b', '{"n":2}', { qos: 0 })
    await client.publishAsync('b/c/d', '{"n":3}', { qos: 1 })
    await harness.until(() => harness.messages.length === 4)
    const seen = harness.messages.map(({ payload, metadata }) => [
      metadata?.['topic'],
      metadata?.['qos'],
      text(payload),
    ])
    expect(seen).toEqual([
      ['a/0/t', 1n, 'first'],
      ['a/1/t', 1n, '{"n":1}'],
      ['b', 0n, '{"n":2}'],
      ['b/c/d', 1n, '{"n":3}'],
    ])
    const ids = harness.messages.map(({ metadata }) => metadata?.['messageId'])
    expect(ids[2]).toBe(0n)
    expect(ids.filter((id) => id !== 0n)).toHaveLength(3)
  })

  test.each([0, 1, 2] as const)(
    'a source that is held reads nothing with qos %i, and then everything in order',
    async (qos) => {
      const broker = await startBroker(start)
      const client = await outside(broker.url)
      const other = await outside(broker.url)
      const harness = createSourceHarness({ clock: createVirtualClock(0) })
      const component = mqttSource.create()
      cleanups.push(async () => {
        harness.abort()
        await component.close(harness.context)
      })
      const properties = { server: broker.url, protocolVersion: version, qos: 2 }
      void openSource(component, harness, { datasource: 't', properties })
      await subscribed(harness, client, 't')
      await other.subscribeAsync('t', { qos: 2 })
      component.pause?.(harness.context)
      const before = harness.messages.length
      const allSeen = new Promise<void>((resolve) => {
        other.on('message', (_topic, payload) => {
          if (payload.toString() === '199') resolve()
        })
      })
      const numbers = Array.from({ length: 200 }, (_, n) => String(n))
      for (const n of numbers) await client.publishAsync('t', n, { qos })
      await allSeen
      expect(harness.messages).toHaveLength(before)
      component.resume?.(harness.context)
      await harness.until(() => harness.messages.length === before + 200)
      expect(harness.messages.slice(before).map(({ payload }) => text(payload))).toEqual(numbers)
      expect(state(harness)).toBe('connected')
    },
  )

  test.each([0, 1, 2] as const)(
    'a sink publishes with qos %i and waits for the broker',
    async (qos) => {
      const broker = await startBroker(start)
      const client = await outside(broker.url)
      await client.subscribeAsync('out/#', { qos: 2 })
      const received = new Promise<unknown[]>((resolve) => {
        client.on('message', (topic, payload, packet) =>
          resolve([topic, payload.toString(), packet.qos]),
        )
      })
      const { component, harness, opened } = await sink({
        server: broker.url,
        topic: 'out/{{.dev}}',
        qos,
        protocolVersion: version,
      })
      await opened
      expect(state(harness)).toBe('connected')
      const item = { properties: { topic: 'out/pump/9' } }
      await component.collect(harness.context, bytes('[{"n":1}]'), item)
      expect(await received).toEqual(['out/pump/9', '[{"n":1}]', qos])
    },
  )

  test('a retained message waits for those who come later', async () => {
    const broker = await startBroker(start)
    const { component, harness, opened } = await sink({
      server: broker.url,
      topic: 'kept',
      qos: 1,
      retained: true,
    })
    await opened
    await component.collect(harness.context, bytes('x'), { properties: {} })
    const late = await source('kept', { server: broker.url, protocolVersion: version })
    await late.until(() => late.messages.length === 1)
    expect(text(late.messages[0]?.payload)).toBe('x')
  })

  test('a source survives the loss of its broker', async () => {
    const broker = await startBroker(start)
    const clock = createVirtualClock(0)
    const harness = createSourceHarness({ clock })
    const component = mqttSource.create()
    cleanups.push(async () => component.close(harness.context))
    const properties = { server: broker.url, protocolVersion: version }
    void openSource(component, harness, { datasource: 't', properties })
    await harness.until(() => state(harness) === 'connected')
    await broker.kill()
    await harness.until(() => state(harness) === 'disconnected')
    expect(harness.statuses.at(-1)).toMatchObject({ retryAt: 250 })
    clock.advanceTo(250)
    await harness.until(() => state(harness) === 'disconnected' && harness.statuses.length > 3)
    expect(harness.statuses.at(-1)).toEqual({
      state: 'disconnected',
      message: `Connection refused: nothing listens on 127.0.0.1:${broker.port}.`,
      retryAt: 750,
    })
    await broker.start()
    clock.advanceTo(750)
    await harness.until(() => state(harness) === 'connected')
    await subscribed(harness, await outside(broker.url), 't')
    expect(harness.errors).toEqual([])
  })

  test('a sink refuses rows while its broker is away and takes them afterwards', async () => {
    const broker = await startBroker(start)
    const clock = createVirtualClock(0)
    const harness = createSinkHarness({ clock })
    const component = createSink(mqttSink)
    cleanups.push(async () => component.close(harness.context))
    component.configure({ server: broker.url, topic: 't', qos: 1, protocolVersion: version })
    await component.open(harness.context)
    await broker.kill()
    await harness.until(() => state(harness) === 'disconnected')
    const collect = async (): Promise<void> =>
      component.collect(harness.context, bytes('x'), { properties: {} })
    await expect(collect()).rejects.toMatchObject({ kind: 'connection-error' })
    await broker.start()
    clock.advanceTo(250)
    await harness.until(() => state(harness) === 'connected')
    await collect()
  })
})

describe.skipIf(mosquitto === undefined)('MQTT 5', () => {
  test('user properties travel with the message and are metadata of the source', async () => {
    const broker = await startBroker(realMosquitto)
    const given = { server: broker.url, protocolVersion: '5' }
    const harness = await source('t', given)
    await subscribed(harness, await outside(broker.url), 't')
    const target = await sink({
      ...given,
      topic: 't',
      qos: 1,
      properties: { unit: 'kW', dev: '{{.dev}}' },
    })
    await target.opened
    const item = { properties: { 'properties.dev': 'pump-a' } }
    await target.component.collect(target.harness.context, bytes('x'), item)
    await harness.until(() => harness.messages.length === 2)
    expect(harness.messages.map(({ metadata }) => ({ ...metadata })['properties'])).toEqual([
      {},
      { unit: 'kW', dev: 'pump-a' },
    ])
  })

  test('user properties are left out where the version has none', async () => {
    const broker = await startBroker(realMosquitto)
    const harness = await source('t', { server: broker.url, protocolVersion: '5' })
    await subscribed(harness, await outside(broker.url), 't')
    const target = await sink({
      server: broker.url,
      topic: 't',
      qos: 1,
      properties: { unit: 'kW' },
    })
    await target.opened
    await target.component.collect(target.harness.context, bytes('x'), { properties: {} })
    await harness.until(() => harness.messages.length === 2)
    expect({ ...(harness.messages[1]?.metadata?.['properties'] as object) }).toEqual({})
  })
})

test.each([
  ['gzip', gzipSync],
  ['zlib', deflateSync],
  ['flate', deflateRawSync],
] as const)(
  'payloads compressed with %s are read, others are counted',
  async (method, compress) => {
    const broker = await startBroker(aedes)
    const client = await outside(broker.url)
    const harness = await source('t', { server: broker.url, decompression: method })
    await client.publishAsync('t', compress('{"n":1}'), { retain: true, qos: 1 })
    await harness.until(() => harness.messages.length === 1)
    await client.publishAsync('t', '{"n":2}', { qos: 1 })
    await harness.until(() => harness.errors.length === 1)
    expect(harness.messages.map(({ payload }) => text(payload))).toEqual(['{"n":1}'])
  },
)

test.each([
  ['out/a#b', 'wildcard'],
  ['', 'empty'],
])('a row whose topic becomes "%s" is refused, the next one is not', async (topic, reason) => {
  const broker = await startBroker(aedes)
  const { component, harness, opened } = await sink({
    server: broker.url,
    topic: '{{.dev}}',
    qos: 1,
  })
  await opened
  const collect = async (name: string): Promise<void> =>
    component.collect(harness.context, bytes('x'), { properties: { topic: name } })
  const refused = collect(topic)
  await expect(refused).rejects.toThrow(reason)
  await expect(refused).rejects.not.toMatchObject({ kind: 'connection-error' })
  await collect('out/ok')
})
