import type { Component, Project } from '#ipc/contract'

const broker = {
  type: 'string',
  title: 'Broker',
  description: 'Address of the MQTT broker, such as tcp://127.0.0.1:1883 or ssl://broker:8883.',
  group: 'Connection',
  default: 'tcp://127.0.0.1:1883',
}
const credentials = {
  username: { type: 'string', title: 'User name', group: 'Connection' },
  password: { type: 'string', title: 'Password', group: 'Connection', secret: true },
}
const qos = {
  type: 'integer',
  enum: [0, 1, 2],
  title: 'QoS',
  description: 'Quality of service of the messages.',
  default: 0,
}

export const sampleComponents: readonly Component[] = [
  {
    kind: 'source',
    type: 'mqtt',
    title: 'MQTT',
    summary: 'Reads messages from an MQTT broker.',
    keywords: ['subscribe', 'topic'],
    icon: 'radio',
    plugin: 'mqtt',
    datasource: {
      title: 'Topic',
      description: 'Topic filter; + stands for one level, # for all that follow.',
      isRequired: true,
      example: 'plant7/+/telemetry',
    },
    schema: {
      type: 'object',
      properties: {
        server: broker,
        ...credentials,
        qos: { ...qos, group: 'Reliability' },
        protocolVersion: {
          enum: ['3.1.1', '5'],
          title: 'Protocol',
          default: '3.1.1',
          group: 'Advanced',
        },
      },
    },
  },
  {
    kind: 'source',
    type: 'simulator',
    title: 'Simulator',
    summary: 'Emits the rows you give it, again and again.',
    keywords: ['test', 'mock'],
    icon: 'cpu',
    plugin: 'simulator',
    schema: {
      type: 'object',
      properties: {
        data: {
          type: 'array',
          items: { type: 'object' },
          title: 'Rows',
          description: 'The rows that are sent, one after the other.',
          widget: 'rows',
        },
        interval: {
          type: 'string',
          title: 'Every',
          default: '1s',
          widget: 'duration',
          description: 'Time between two rows, such as 500ms or 2s.',
        },
        loop: { type: 'boolean', title: 'Repeat', default: true },
      },
      required: ['data'],
    },
  },
  {
    kind: 'source',
    type: 'memory',
    title: 'Memory',
    summary: 'Reads rows that another rule wrote to a memory topic.',
    keywords: ['topic'],
    icon: 'memory-stick',
    plugin: 'memory',
    datasource: {
      title: 'Topic',
      description: 'Name of the memory topic.',
      isRequired: true,
      example: 'plant/averages',
    },
    schema: { type: 'object', properties: {} },
  },
  {
    kind: 'sink',
    type: 'mqtt',
    title: 'MQTT',
    summary: 'Publishes rows to an MQTT broker.',
    keywords: ['publish'],
    icon: 'send',
    plugin: 'mqtt',
    schema: {
      type: 'object',
      properties: {
        server: broker,
        topic: {
          type: 'string',
          title: 'Topic',
          description: 'May hold fields of the row, such as alarm/{{.deviceId}}.',
          group: 'Target',
          widget: 'topic',
          dynamic: true,
          placeholder: 'alarm/{{.deviceId}}',
        },
        ...credentials,
        qos: { ...qos, group: 'Target' },
        retained: { type: 'boolean', title: 'Retain', default: false, group: 'Target' },
      },
      required: ['topic'],
    },
  },
  {
    kind: 'sink',
    type: 'log',
    title: 'Log',
    summary: 'Writes rows to the log.',
    keywords: ['print', 'debug'],
    icon: 'scroll-text',
    plugin: 'log',
    schema: { type: 'object', properties: {} },
  },
]

export const sampleCommonSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: {
    sendSingle: {
      type: 'boolean',
      title: 'Send single',
      description: 'Sends each row on its own instead of a list of rows.',
      default: false,
      group: 'Payload',
    },
    dataTemplate: {
      type: 'string',
      title: 'Data template',
      description: 'Go template of the payload.',
      group: 'Payload',
      widget: 'template',
    },
    enableCache: {
      type: 'boolean',
      title: 'Cache',
      description: 'Keeps rows while the target cannot be reached.',
      default: false,
      group: 'Reliability',
    },
    resendInterval: {
      type: 'string',
      title: 'Resend every',
      default: '0s',
      widget: 'duration',
      group: 'Reliability',
      visibleIf: { property: 'enableCache', values: [true] },
    },
    bufferLength: {
      type: 'integer',
      minimum: 1,
      title: 'Buffer length',
      description: 'Rows that wait in memory for the sink.',
      default: 1024,
      group: 'Advanced',
    },
  },
}

export const sampleDocument: Project['document'] = {
  nodes: [
    {
      kind: 'source',
      id: 'telemetry',
      position: { x: 60, y: 130 },
      name: 'telemetry',
      statement:
        'CREATE STREAM telemetry (deviceId STRING, temperature FLOAT, status STRING) WITH (DATASOURCE="plant7/+/telemetry", TYPE="mqtt", FORMAT="JSON")',
      properties: {},
    },
    {
      kind: 'sql',
      id: 'too-hot',
      position: { x: 372, y: 130 },
      ruleId: 'too_hot',
      name: 'too hot',
      sql: 'SELECT deviceId, temperature,\n  42 AS limit_c, status\nFROM telemetry\nWHERE temperature > 42\n  AND status != "off"',
      options: {},
      extra: {},
    },
    {
      kind: 'sql',
      id: 'average',
      position: { x: 372, y: 300 },
      ruleId: 'per_device_average',
      name: 'per-device average',
      sql: 'SELECT deviceId, avg(temperature) AS mean\nFROM telemetry\nGROUP BY deviceId, TUMBLINGWINDOW(ss, 10)',
      options: {},
      extra: {},
    },
    {
      kind: 'sink',
      id: 'alarm',
      position: { x: 684, y: 66 },
      name: 'alarm topic',
      type: 'mqtt',
      properties: { topic: 'alarm/{{.deviceId}}', sendSingle: true },
      input: 'too-hot',
    },
    {
      kind: 'sink',
      id: 'log',
      position: { x: 684, y: 300 },
      name: 'log',
      type: 'log',
      properties: {},
      input: 'average',
    },
  ],
  sourceConfigurations: {},
}
