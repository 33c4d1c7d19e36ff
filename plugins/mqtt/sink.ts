import type { IClientPublishOptions, MqttClient } from 'mqtt'
import {
  ConfigurationError,
  ConnectionError,
  defineSink,
  type Sink,
  type SinkContext,
  type SinkData,
  type SinkItem,
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
import { topicFault } from './topics.ts'

/** eKuiper's words, and what to do. */
const wildcardFault =
  "mqtt sink topic shouldn't contain # or +: name one topic, with {{.column}} where it depends on the row"

const properties = z.looseObject({
  server: serverProperty.meta(serverHints),
  topic: z
    .string()
    .min(1, 'mqtt sink is missing property topic')
    .regex(/^[^+#]*$/, wildcardFault)
    .meta({
      title: 'Topic',
      description:
        'Topic to publish to. A data template makes it depend on the row: alarm/{{.deviceId}}.',
      group: 'Target',
      widget: 'topic',
      dynamic: true,
      placeholder: 'alarm/{{.deviceId}}',
      patternMessage: `${wildcardFault}.`,
    }),
  qos: z.literal([0, 1, 2]).default(0).meta({
    title: 'Quality of service',
    description: 'How surely the broker gets a message: 0 at most once, 1 at least once, 2 once.',
    group: 'Target',
  }),
  retained: z.boolean().default(false).meta({
    title: 'Retained',
    description: 'The broker keeps the last message of each topic for those who subscribe later.',
    group: 'Target',
  }),
  properties: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      title: 'User properties',
      description: 'Names and values that travel beside the message. MQTT 5 only.',
      group: 'Target',
      widget: 'key-values',
      dynamic: true,
      visibleIf: { property: 'protocolVersion', values: ['5'] },
    }),
  ...loginProperties,
  clientId: z.string().default('').meta(clientIdHints),
  ...tlsProperties,
})

export const mqttSink = defineSink({
  type: 'mqtt',
  title: 'MQTT',
  summary: 'Publishes rows to a topic of an MQTT broker.',
  keywords: ['broker', 'publish', 'topic', 'iot', 'alarm', 'mosquitto', 'emqx'],
  icon: 'send',
  accepts: 'bytes',
  properties,
  examples: [
    {
      title: 'A topic for each device',
      properties: { server: 'tcp://127.0.0.1:1883', topic: 'alarm/{{.deviceId}}', qos: 1 },
    },
    {
      title: 'MQTT 5 with user properties',
      properties: {
        server: 'ssl://broker.example.com:8883',
        topic: 'plant7/summary',
        protocolVersion: '5',
        retained: true,
        properties: { unit: 'celsius', device: '{{.deviceId}}' },
      },
    },
  ],
  sink: () => new MqttSink(),
})

type MqttSinkProperties = z.output<typeof properties>

class MqttSink implements Sink {
  #given: MqttSinkProperties | undefined
  #settings: ConnectionSettings | undefined
  #connection: Connection | undefined
  #loss = 'There is no connection.'
  #rejectPending: ((error: Error) => void) | undefined

  configure(given: Readonly<Record<string, unknown>>): void {
    const parsed = properties.parse(given)
    this.#settings = readConnection(parsed, parsed.clientId)
    this.#given = parsed
  }

  /** Resolves with the first connection: rows wait until then. Later losses are this sink's own matter. */
  open(context: SinkContext): Promise<void> {
    const settings = this.#settings
    if (settings === undefined) throw new ConfigurationError('server', 'not configured')
    return new Promise((resolve, reject) => {
      const connection = new Connection(settings, context, {
        onConnect: () => resolve(),
        onLoss: (reason) => {
          this.#loss = reason
          this.#rejectPending?.(new ConnectionError(reason))
        },
      })
      this.#connection = connection
      const stopped = new ConnectionError('The rule was stopped.')
      const stop = (): void => {
        reject(stopped)
        this.#rejectPending?.(stopped)
      }
      if (context.signal.aborted) stop()
      context.signal.addEventListener('abort', stop, { once: true })
      connection.start()
    })
  }

  async collect(_context: SinkContext, data: SinkData, item: SinkItem): Promise<void> {
    const given = this.#given
    if (given === undefined || !(data instanceof Uint8Array)) throw new TypeError('expected bytes')
    const topic = item.properties['topic'] ?? given.topic
    const fault = topicFault(topic)
    if (fault !== undefined) throw new Error(`The row cannot be published: ${fault}.`)
    const client = this.#connection?.connected
    if (client === undefined) throw new ConnectionError(this.#loss)
    await this.#publish(client, { topic, data, options: publishOptions(given, item) })
  }

  async close(): Promise<void> {
    await this.#connection?.close()
  }

  /** Resolves when the broker has it: at qos 1 and 2 with its answer, at 0 when it is on its way. */
  #publish(
    client: MqttClient,
    { topic, data, options }: { topic: string; data: Uint8Array; options: IClientPublishOptions },
  ): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#rejectPending = reject
      const payload = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      client.publish(topic, payload, options, (error) => {
        this.#rejectPending = undefined
        if (error === undefined || error === null) resolve()
        else reject(isRefusal(error) ? error : new ConnectionError(error.message, { cause: error }))
      })
    })
  }
}

/**
 * MQTT 5 brokers say why they do not take a message; sending it again would not help. Whatever else goes
 * wrong is the connection, also before the client has noticed.
 */
function isRefusal(error: Error): boolean {
  return 'code' in error && typeof error.code === 'number'
}

function publishOptions(given: MqttSinkProperties, item: SinkItem): IClientPublishOptions {
  const options: IClientPublishOptions = { qos: given.qos, retain: given.retained }
  const names = Object.keys(given.properties)
  if (given.protocolVersion !== '5' || names.length === 0) return options
  const userProperties = Object.fromEntries(
    names.map((name) => [
      name,
      item.properties[`properties.${name}`] ?? given.properties[name] ?? '',
    ]),
  )
  return { ...options, properties: { userProperties } }
}
