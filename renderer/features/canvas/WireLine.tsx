import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { formatShort } from '../../lib/format.ts'
import { useNodeMetrics, useRun } from '../../state/workspace.ts'
import styles from './canvas.module.css'
import type { WireEdge } from './graph-to-nodes.ts'

/** A wire with the rate of the rows it carries. */
export const WireLine = memo(function WireLine(props: EdgeProps<WireEdge>) {
  const [path, labelX, labelY] = getBezierPath(props)
  return (
    <>
      <BaseEdge path={path} interactionWidth={16} />
      <Rate from={props.source} to={props.target} x={labelX} y={labelY} />
    </>
  )
})

interface RateProps {
  readonly from: string
  readonly to: string
  readonly x: number
  readonly y: number
}

function Rate({ from, to, x, y }: RateProps) {
  const metrics = useNodeMetrics(from)
  // What was added after the start gets none of the rows.
  const isFed = useNodeMetrics(to) !== undefined
  const isLive = useRun((state) => state.phase.state === 'running')
  if (metrics === undefined || !isFed || !isLive) return null
  return (
    <EdgeLabelRenderer>
      <span
        className={styles.rate}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {formatShort(metrics.outPerSecond)}/s
      </span>
    </EdgeLabelRenderer>
  )
}
