import type { SluiceContract } from '#ipc/contract'
import type { EventPayload, Parameters } from '#ipc/define'
import type { NumberedRow, RowRequest } from '#ipc/row-port'
import type { RowWayView } from '#ipc/row-way'

type NodeStatus = EventPayload<SluiceContract, 'run.status'>['nodes'][number]
type Definition = Parameters<SluiceContract, 'run.start'>['definition']

export interface InMemoryRun {
  attach(port: MessagePort): void
  stop(): void
}

interface MemoryNode {
  readonly rows: NumberedRow[]
  readonly status: { -readonly [K in keyof NodeStatus]: NodeStatus[K] }
}

const devices = ['press-04', 'oven-11', 'press-01', 'oven-02']
const rowsKept = 10_000

/** Every stream emits telemetry of a few devices; every rule and action passes it on. */
export function createInMemoryRun(
  definition: Definition,
  report: (nodes: readonly NodeStatus[]) => void,
): InMemoryRun {
  const nodes = new Map<string, MemoryNode>()
  for (const name of nodeNames(definition)) nodes.set(name, createNode(name))
  let port: MessagePort | undefined
  let count = 0

  const emit = (name: string, kind: NumberedRow['kind'], at: number, json: string) => {
    const node = nodes.get(name)
    if (node === undefined) return
    const number = (node.rows.at(-1)?.number ?? 0) + 1
    const metadata = JSON.stringify({
      topic: `plant7/${devices[count % devices.length] ?? ''}/telemetry`,
    })
    node.rows.push({ number, kind, at, json, metadata })
    if (node.rows.length > rowsKept) node.rows.splice(0, node.rows.length - rowsKept)
    if (kind === 'in') node.status.rowsIn += 1
    if (kind === 'out') node.status.rowsOut += 1
  }

  const rowTimer = setInterval(() => {
    const at = Date.now()
    for (let index = 0; index < 6; index += 1) {
      count += 1
      const json = telemetry(count)
      for (const name of nodes.keys()) {
        if (!name.startsWith('stream/')) emit(name, 'in', at, json)
        emit(name, 'out', at, json)
      }
    }
    for (const [name, node] of nodes) {
      port?.postMessage({ type: 'available', node: name, newest: node.rows.at(-1)?.number ?? 0 })
    }
  }, 100)
  const statusTimer = setInterval(
    () => report([...nodes.values()].map(({ status }) => ({ ...status }))),
    250,
  )

  return {
    attach(newPort) {
      port = newPort
      newPort.onmessage = (event) => answer(newPort, nodes, event.data as RowRequest)
    },
    stop() {
      clearInterval(rowTimer)
      clearInterval(statusTimer)
      port?.close()
      report([...nodes.values()].map(({ status }) => ({ ...status, state: 'stopped' })))
    },
  }
}

function nodeNames(definition: Definition): readonly string[] {
  const streams = definition.streams.map(
    (statement) => `stream/${/CREATE\s+\w+\s+`?(\w+)/i.exec(statement)?.[1] ?? ''}`,
  )
  const rules = definition.rules.flatMap((rule) => [
    `rule/${rule.id}`,
    ...rule.actions.map((_action, index) => `action/${rule.id}/${index}`),
  ])
  return [...streams, ...rules]
}

function createNode(node: string): MemoryNode {
  return {
    rows: [],
    status: { node, state: 'running', rowsIn: 0, rowsOut: 0, dropped: 0, errors: 0 },
  }
}

function telemetry(count: number): string {
  const temperature = Math.round((48 + 10 * Math.sin(count / 9)) * 10) / 10
  return JSON.stringify({
    deviceId: devices[count % devices.length],
    temperature,
    status: temperature > 44 ? 'running' : 'idle',
    position: { line: 1 + (count % 3), cell: `c${count % 7}` },
  })
}

/** Written as it is, at once. */
function wayOf({ json = '', at }: NumberedRow): RowWayView {
  return {
    rows: 1,
    result: { kind: 'rows', text: json, length: json.length },
    message: {
      rows: 1,
      data: { kind: 'text', text: json, size: json.length },
      properties: {},
      format: 'json',
      compression: '',
      encryption: '',
      answers: [{ kind: 'written', at, times: 1 }],
    },
  }
}

function answer(
  port: MessagePort,
  nodes: ReadonlyMap<string, MemoryNode>,
  request: RowRequest,
): void {
  if (request.type === 'select') return
  if (request.type === 'way') {
    const { type, node, number } = request
    const row = nodes.get(node)?.rows.find((each) => each.number === number)
    const isSink = node.startsWith('action/') && row !== undefined
    const way = isSink ? { way: wayOf(row) } : {}
    port.postMessage({ type, node, request: request.request, ...way })
    return
  }
  const all = nodes.get(request.node)?.rows ?? []
  const rows = all.filter(({ number }) => number > request.after).slice(0, request.limit)
  const first = rows[0]?.number ?? request.after + 1
  port.postMessage({
    type: 'page',
    request: request.request,
    node: request.node,
    rows,
    newest: all.at(-1)?.number ?? 0,
    lost: Math.max(0, first - request.after - 1),
  })
}
