import { X } from 'lucide-react'
import { dumpBytes } from '../../lib/dump-bytes.ts'
import { formatClock, shorten } from '../../lib/format.ts'
import { useRun, useNodeMetrics, useWorkspace } from '../../state/workspace.ts'
import { closeError, isErrorClosed, isRunning } from '../../state/run-store.ts'
import { printExactJson, type CanvasNode } from '../../state/ruleset.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { Tile } from '../../ui/Tile.tsx'
import styles from './inspector.module.css'

interface NodeHeadProps {
  readonly node: CanvasNode
  readonly icon?: string | undefined
}

/** The data panel has all of them. */
const bytesShown = 64
const textShown = 2000

const tones = {
  starting: 'warning',
  connecting: 'warning',
  running: 'running',
  disconnected: 'warning',
  failed: 'error',
  ended: 'plain',
  stopped: 'plain',
} as const

/** Which node, and how it is doing: the cause of a failure in full. */
export function NodeHead({ node, icon }: NodeHeadProps) {
  const status = useNodeMetrics(node.id)?.status
  const isLive = useRun(isRunning)
  const { run } = useWorkspace()
  const last = isLive ? status?.lastError : undefined
  const isClosed = useRun((state) => isErrorClosed(state, node.id, last?.message ?? ''))
  const error = isClosed ? undefined : last
  const hasTrouble = status?.state === 'running' && status.trouble !== undefined
  const isBad = status?.state === 'failed' || (isLive && status?.state === 'disconnected')
  return (
    <>
      <h3 className={styles.head}>
        <Tile kind={node.kind} icon={icon} />
        <span>{node.name}</span>
        {status !== undefined && (isLive || status.state === 'failed') && (
          <Pill tone={hasTrouble ? 'warning' : tones[status.state]}>{status.state}</Pill>
        )}
      </h3>
      {isBad && status.message !== undefined && (
        <p className={styles.cause} role="status">
          {status.message}
        </p>
      )}
      {error !== undefined && (
        <div className={`${styles.cause ?? ''} ${styles.closable ?? ''}`} role="status">
          <IconButton
            icon={X}
            label="Close the error"
            tone="quiet"
            onClick={() => closeError(run, node.id, error.message)}
          />
          <p>
            {shorten(error.message, textShown)} <time>{formatClock(error.at)}</time>
          </p>
          {error.row !== undefined && <pre>{shorten(printExactJson(error.row, 1), textShown)}</pre>}
          {error.payload !== undefined && (
            <pre>{dumpBytes(error.payload.subarray(0, bytesShown))}</pre>
          )}
        </div>
      )}
    </>
  )
}
