import { useMemo, useSyncExternalStore } from 'react'
import { formatCount } from '../lib/format.ts'
import type { NodeMetrics } from '../state/metrics-store.ts'
import { countErrors } from '../state/run-totals.ts'
import { inputsOf } from '../state/wires.ts'
import { useRun, useSession, useView, useWorkspace, type Workspace } from '../state/workspace.ts'
import styles from './workbench.module.css'

export function StatusBar() {
  const zoom = useView((state) => state.zoom)
  const totals = useTotals()
  const phase = useRun((state) => state.phase.state)
  return (
    <footer className={styles.status} aria-label="Status">
      <span>
        <i className={styles.mark} data-state={engineMark(phase)} />
        engine{' '}
        {phase === 'running' ? `${formatCount(totals.rowsPerSecond)} rows/s` : phaseWords[phase]}
      </span>
      <Broker />
      {phase === 'running' && totals.waiting > 0 && (
        <span>
          <i className={styles.mark} data-state="waiting" />
          {totals.waiting} not connected
        </span>
      )}
      {phase === 'running' && (
        <>
          <span>dropped {formatCount(totals.dropped)}</span>
          <span className={totals.errors > 0 ? styles.bad : undefined}>
            errors {formatCount(totals.errors)}
          </span>
        </>
      )}
      <span className={styles.grow} />
      <span>zoom {Math.round(zoom * 100)} %</span>
    </footer>
  )
}

const phaseWords = {
  idle: 'stopped',
  starting: 'starting',
  stopping: 'stopping',
  running: '',
} as const

function engineMark(phase: keyof typeof phaseWords): string {
  if (phase === 'running') return 'good'
  return phase === 'idle' ? 'idle' : 'waiting'
}

/** The broker that is built in; it lives as long as the engine's process. */
function Broker() {
  const url = useSession((state) => state.brokerUrl)
  if (url === '') return null
  return (
    <span title="MQTT broker of Sluice itself, for trying things out. It is not your project's broker.">
      <i className={styles.mark} data-state="good" />
      built-in broker {url.replace(/^\w+:\/\//, '')}
    </span>
  )
}

interface Totals {
  readonly rowsPerSecond: number
  readonly dropped: number
  readonly errors: number
  /** Nodes that are not connected, or not yet. */
  readonly waiting: number
}

function useTotals(): Totals {
  const workspace = useWorkspace()
  const { metrics } = workspace
  const text = useSyncExternalStore(metrics.subscribe, () =>
    JSON.stringify(sum(metrics.all(), (rule) => sourcesOf(workspace, rule))),
  )
  return useMemo(() => JSON.parse(text) as Totals, [text])
}

/** The run nodes of a rule's sources. */
function sourcesOf({ document, run }: Workspace, rule: string): readonly string[] {
  const { canvasNodes, runNodes } = run.getState()
  const inputs = inputsOf(document.getState().document, canvasNodes.get(rule) ?? '')
  return inputs.flatMap(({ id, kind }) => {
    const node = kind === 'source' ? runNodes.get(id) : undefined
    return node === undefined ? [] : [node]
  })
}

function sum(
  all: readonly NodeMetrics[],
  sourcesOfRule: (rule: string) => readonly string[],
): Totals {
  const sources = all.filter(({ status }) => status.node.startsWith('stream/'))
  const total = (figure: (metrics: NodeMetrics) => number, list = all) =>
    list.reduce((result, metrics) => result + figure(metrics), 0)
  return {
    rowsPerSecond: Math.round(total(({ outPerSecond }) => outPerSecond, sources)),
    dropped: total(({ status }) => status.dropped),
    errors: countErrors(
      all.map(({ status }) => status),
      sourcesOfRule,
    ),
    waiting: all.filter(({ status }) => waitingStates.has(status.state)).length,
  }
}

const waitingStates: ReadonlySet<string> = new Set(['connecting', 'disconnected'])
