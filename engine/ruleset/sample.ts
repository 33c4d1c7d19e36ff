import type { CanvasNode, ProjectDocument, SinkNode } from './document.ts'
import { embeddedServer } from './embedded-server.ts'

const tooHot = `SELECT deviceId, temperature,
  42 AS limit_c, status
FROM telemetry
WHERE temperature > 42
  AND status != "off"`

const average = `SELECT deviceId, avg(temperature) AS temperature, count(*) AS readings
FROM telemetry
GROUP BY deviceId, TUMBLINGWINDOW(ss, 10)`

const sql = { kind: 'sql', options: {}, extra: {} } as const

const nodes: readonly CanvasNode[] = [
  {
    kind: 'source',
    id: 'stream/telemetry',
    position: { x: 65, y: 130 },
    name: 'telemetry',
    statement:
      'CREATE STREAM telemetry () WITH (DATASOURCE="plant7/+/telemetry", TYPE="mqtt", FORMAT="json")',
    properties: { server: embeddedServer },
  },
  {
    ...sql,
    id: 'rule/too_hot',
    position: { x: 378, y: 130 },
    ruleId: 'too_hot',
    name: 'too hot',
    sql: tooHot,
  },
  {
    ...sql,
    id: 'rule/device_average',
    position: { x: 378, y: 300 },
    ruleId: 'device_average',
    name: 'per-device average',
    sql: average,
  },
  sink('action/too_hot/0', 65, 'alarm topic', 'mqtt', {
    server: embeddedServer,
    topic: 'alarm/{{.deviceId}}',
    sendSingle: true,
  }),
  sink('action/too_hot/1', 201, 'alarms', 'memory', { topic: 'alarms', sendSingle: true }),
  sink('action/device_average/0', 337, 'averages', 'log', {}),
]

/** What a first start shows: it runs at once on the embedded broker and its devices. */
export const sampleDocument: ProjectDocument = { nodes, sourceConfigurations: {} }

function sink(
  id: string,
  y: number,
  name: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
): SinkNode {
  const input = `rule/${id.split('/')[1] ?? ''}`
  return { kind: 'sink', id, position: { x: 670, y }, name, type, properties, input }
}
