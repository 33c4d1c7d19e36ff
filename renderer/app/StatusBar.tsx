import { useMemo, useSyncExternalStore } from 'react'
import { formatCount } from '../lib/format.ts'
import type { NodeMetrics } from '../state/metrics-store.ts'
import { useRun, useSession, useView, useWorkspace } from '../state/workspace.ts'
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
    <span title="The broker that is built in">
      <i className={styles.mark} data-state="good" />
      mqtt {url.replace(/^\w+:\/\//, '')}
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
  const { metrics } = useWorkspace()
  const text = useSyncExternalStore(metrics.subscribe, () => JSON.stringify(sum(metrics.all())))
  return useMemo(() => JSON.parse(text) as Totals, [text])
}

function sum(all: readonly NodeMetrics[]): Totals {
  const sources = all.filter(({ status }) => status.node.startsWith('stream/'))
  const total = (figure: (metrics: NodeMetrics) => number, list = all) =>
    list.reduce((result, metrics) => result + figure(metrics), 0)
  return {
    rowsPerSecond: Math.round(total(({ outPerSecond }) => outPerSecond, sources)),
    dropped: total(({ status }) => status.dropped),
    errors: total(({ status }) => status.errors),
    waiting: all.filter(({ status }) => waitingStates.has(status.state)).length,
  }
}

const waitingStates: ReadonlySet<string> = new Set(['connecting', 'disconnected'])
