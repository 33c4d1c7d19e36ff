import type { NodeMetrics } from '../../state/metrics-store.ts'

export interface ShownState {
  /** The shape: filled dot, ring, triangle, triangle in the colour of warnings, hollow dot. */
  readonly shape: 'dot' | 'ring' | 'triangle' | 'warning' | 'hollow'
  /** Always also said in words. */
  readonly word: string
  readonly message?: string
}

const words = {
  starting: 'starting',
  connecting: 'connecting',
  running: 'running',
  disconnected: 'disconnected',
  failed: 'failed',
  ended: 'ended',
  stopped: 'stopped',
} as const

const shapes = {
  starting: 'ring',
  connecting: 'ring',
  running: 'dot',
  disconnected: 'ring',
  failed: 'triangle',
  ended: 'hollow',
  stopped: 'hollow',
} as const

/** While nothing runs, the figures of the last run are those of stopped nodes, failed ones excepted. */
export function shownStateOf(
  metrics: NodeMetrics | undefined,
  isLive: boolean,
): ShownState | undefined {
  if (metrics === undefined) return undefined
  if (!isLive && metrics.status.state !== 'failed' && metrics.status.state !== 'ended') {
    return { shape: 'hollow', word: 'stopped' }
  }
  const { state, message, lastError, trouble } = metrics.status
  if (state === 'running' && trouble !== undefined) {
    return { shape: 'warning', word: 'running', message: trouble }
  }
  const cause = message ?? (state === 'failed' ? lastError?.message : undefined)
  return {
    shape: shapes[state],
    word: words[state],
    ...(cause === undefined ? {} : { message: cause }),
  }
}
