import type { IPublishPacket, MqttClient } from 'mqtt'
import {
  ConfigurationError,
  createRecord,
  defineSource,
  type RawMessage,
  type RecordValue,
  type Source,
  type SourceContext,
  z,
} from '#engine/api'
import { Connection, type ConnectionSettings, readConnection } from './connection.ts'
import {
  clientIdHints,
  loginProperties,
  serverHints,
  serverProperty,
  tlsProperties,
} from './connection-properties.ts'
import { decompress, decompressionMethods, type DecompressionMethod } from './decompression.ts'
import { FlowStop } from './flow-stop.ts'
import { readTopicFilters } from './topics.ts'

const properties = z.looseObject({
  server: serverProperty.default('tcp://127.0.0.1:1883').meta(serverHints),
  ...loginProperties,
  clientid: z.string().default('').meta(clientIdHints),
  qos: z.literal([0, 1, 2]).default(1).meta({
    title: 'Quality of service',
    description:
      'Highest level at which messages are delivered: 0 at most once, 1 at least once, 2 once.',
    group: 'Reliability',
  }),
  decompression: z.enum(decompressionMethods).default('').meta({
    title: 'Decompression',
    description: 'How the payloads are compressed; empty where they are not.',
    group: 'Payload',
  }),
  ...tlsProperties,
})

export const mqttSource = defineSource({
  type: 'mqtt',
  title: 'MQTT',
  summary: 'Reads messages from the topics of an MQTT broker.',
  keywords: ['broker', 'subscribe', 'topic', 'iot', 'mosquitto', 'emqx'],
  icon: 'radio',
  emits: 'bytes',
  datasource: {
    title: 'Topics',
    description:
      'Topic to read from, or several separated by commas; + stands for one level, # for all that follow.',
    isRequired: true,
    example: 'plant7/+/telemetry',
  },
  properties,
  examples: [
    {
      title: 'All devices of a plant',
      datasource: 'plant7/+/telemetry',
      properties: { server: 'tcp://127.0.0.1:1883', qos: 1 },
    },
    {
      title: 'MQTT 5 with TLS and a password',
      datasource: 'orders/#,returns/#',
      properties: {
        server: 'ssl://broker.example.com:8883',
        protocolVersion: '5',
        username: 'reader',
        password: 'secret',
        rootCaPath: '/etc/ssl/certs/broker-ca.pem',
      },
    },
  ],
  create: () => new MqttSource(),
})

class MqttSource implements Source {
  #settings: ConnectionSettings | undefined
  #connection: Connection | undefined
  #filters: readonly string[] = []
  #qos: 0 | 1 | 2 = 1
  #decompression: DecompressionMethod = ''
  #waiting: RawMessage[] = []
  #flow: FlowStop | undefined

  configure(datasource: string, given: Readonly<Record<string, unknown>>): void {
    const parsed = properties.parse(given)
    this.#filters = readTopicFilters(datasource)
    this.#qos = parsed.qos
    this.#decompression = parsed.decompression
    this.#settings = readConnection(parsed, parsed.clientid)
  }

  /** Resolves with the first connection, or when the rule stops before it. */
  open(context: SourceContext): Promise<void> {
    const settings = this.#settings
    if (settings === undefined) throw new ConfigurationError('server', 'not configured')
    const isVersion5 = settings.options.protocolVersion === 5
    const flow = new FlowStop(context.clock)
    this.#flow = flow
    return new Promise((resolve) => {
      const connection = new Connection(settings, context, {
        onConnect: (client) => {
          flow.attach(client)
          this.#subscribe(context, client, isVersion5)
          resolve()
        },
      })
      this.#connection = connection
      context.signal.addEventListener('abort', () => resolve(), { once: true })
      connection.start()
    })
  }

  /** At every level of service: the connection is not read, and nothing is acknowledged. */
  pause(): void {
    this.#flow?.stop()
  }

  resume(context: SourceContext): void {
    this.#flow?.go()
    if (this.#waiting.length > 0) this.#emit(context)
  }

  async close(): Promise<void> {
    this.#flow?.close()
    await this.#connection?.close()
  }

  #subscribe(context: SourceContext, client: MqttClient, isVersion5: boolean): void {
    client.on('message', (topic, compressed, packet) => {
      const payload = this.#decompress(context, compressed)
      if (payload === undefined) return
      this.#receive(context, { payload, metadata: metadataOf(topic, packet, isVersion5) })
    })
    client.subscribe([...this.#filters], { qos: this.#qos }, (error) => {
      const refused = refusedTopics(error, this.#filters)
      if (refused.length === 0) return
      const reason = `The broker refuses the subscription to ${refused.join(', ')}.`
      context.reportError(new Error(reason))
      context.reportStatus({ state: 'connected', message: reason })
    })
  }

  #decompress(context: SourceContext, payload: Uint8Array): Uint8Array | undefined {
    try {
      return decompress(payload, this.#decompression)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      context.reportError(new Error(`failed to decompress: ${reason}`))
      return undefined
    }
  }

  /** What one piece of network data brought goes on in one call. */
  #receive(context: SourceContext, message: RawMessage): void {
    if (context.signal.aborted) return
    this.#waiting.push(message)
    if (this.#waiting.length > 1) return
    queueMicrotask(() => {
      if (this.#flow?.isStopped !== true) this.#emit(context)
    })
  }

  #emit(context: SourceContext): void {
    const messages = this.#waiting
    this.#waiting = []
    if (messages.length > 0) context.emitMessages(messages)
  }
}

function metadataOf(topic: string, packet: IPublishPacket, isVersion5: boolean): RecordValue {
  const metadata = createRecord()
  metadata['topic'] = topic
  metadata['qos'] = BigInt(packet.qos)
  metadata['messageId'] = BigInt(packet.messageId ?? 0)
  if (isVersion5) metadata['properties'] = userProperties(packet)
  return metadata
}

/** Of a key that was sent several times, the last value counts. */
function userProperties(packet: IPublishPacket): RecordValue {
  const record = createRecord()
  for (const [key, value] of Object.entries(packet.properties?.userProperties ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) record[key] = last
  }
  return record
}

/** Only the broker's own no: a connection that is lost before it answers is another matter. */
function refusedTopics(error: Error | null, filters: readonly string[]): readonly string[] {
  if (error === null || !('packet' in error)) return []
  const { packet } = error
  const isAnswer = typeof packet === 'object' && packet !== null && 'granted' in packet
  const codes: readonly unknown[] = isAnswer && Array.isArray(packet.granted) ? packet.granted : []
  return filters.filter((_filter, index) => Number(codes[index]) >= 0x80)
}
