import type { EventPayload } from '#ipc/define'
import type { SluiceContract } from '#ipc/contract'

export type RunStatus = EventPayload<SluiceContract, 'run.status'>
export type NodeStatus = RunStatus['nodes'][number]

/** What a canvas node shows while its rule runs. */
export interface NodeMetrics {
  readonly status: NodeStatus
  readonly inPerSecond: number
  readonly outPerSecond: number
  /** Rows a second (out; in for sinks), one figure a second, oldest first, at most 60. */
  readonly history: readonly number[]
}

/**
 * Live figures by run node, apart from the document: they change four times a second and must not make
 * the canvas render anew. Each node subscribes to its own.
 */
export interface MetricsStore {
  get(node: string): NodeMetrics | undefined
  all(): readonly NodeMetrics[]
  readonly subscribe: (listener: () => void) => () => void
  receive(status: RunStatus): void
  clear(): void
}

interface Sample {
  readonly at: number
  readonly rowsIn: number
  readonly rowsOut: number
}

const rateWindowMs = 2000
const historySeconds = 60

export function createMetricsStore(): MetricsStore {
  let metrics = new Map<string, NodeMetrics>()
  let samples = new Map<string, Sample[]>()
  const listeners = new Set<() => void>()
  const notify = () => listeners.forEach((listener) => listener())
  return {
    get: (node) => metrics.get(node),
    all: () => [...metrics.values()],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    receive({ at, nodes }) {
      const next = new Map<string, NodeMetrics>()
      for (const status of nodes) {
        const recent = samples.get(status.node) ?? []
        const sample = { at, rowsIn: status.rowsIn, rowsOut: status.rowsOut }
        const kept = [...recent.filter((old) => at - old.at <= rateWindowMs), sample]
        samples.set(status.node, kept)
        next.set(status.node, measure(status, kept, metrics.get(status.node), recent.at(-1)))
      }
      metrics = next
      notify()
    },
    clear() {
      metrics = new Map()
      samples = new Map()
      notify()
    },
  }
}

function measure(
  status: NodeStatus,
  samples: readonly Sample[],
  before: NodeMetrics | undefined,
  previous: Sample | undefined,
): NodeMetrics {
  const first = samples[0]
  const last = samples.at(-1)
  const seconds = first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000
  const rate = (key: 'rowsIn' | 'rowsOut') =>
    first === undefined || last === undefined || seconds === 0
      ? 0
      : Math.max(0, (last[key] - first[key]) / seconds)
  const inPerSecond = rate('rowsIn')
  const outPerSecond = rate('rowsOut')
  const figure = status.node.startsWith('action/') ? inPerSecond : outPerSecond
  const isNewSecond =
    previous === undefined ||
    last === undefined ||
    Math.floor(last.at / 1000) !== Math.floor(previous.at / 1000)
  const history = before?.history ?? []
  return {
    status,
    inPerSecond,
    outPerSecond,
    history: isNewSecond
      ? [...history, figure].slice(-historySeconds)
      : [...history.slice(0, -1), figure],
  }
}
