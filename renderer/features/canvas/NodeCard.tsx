import { Tooltip } from '@mantine/core'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { TriangleAlert } from 'lucide-react'
import { memo, useContext } from 'react'
import { formatBounded, formatCount, formatRate } from '../../lib/format.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { openProblem } from '../../state/open-problem.ts'
import type { Problem } from '../../state/problems.ts'
import type { CanvasNode } from '../../state/ruleset.ts'
import { isRunning } from '../../state/run-store.ts'
import { runTextOf } from '../../state/started.ts'
import { findComponent } from '../../state/session-store.ts'
import { readStatement } from '../../state/ruleset.ts'
import { useNodeMetrics, useRun, useSession, useWorkspace } from '../../state/workspace.ts'
import { Tile } from '../../ui/Tile.tsx'
import styles from './canvas.module.css'
import { countText, lossOf } from './count-text.ts'
import { titleOf, type CardNode } from './graph-to-nodes.ts'
import { keyLineOf } from './key-line.ts'
import { shownStateOf } from './node-state.ts'
import { ProblemsContext } from './problems-context.ts'
import { Sparkline } from './Sparkline.tsx'

export const NodeCard = memo(function NodeCard({ data }: NodeProps<CardNode>) {
  const { node } = data
  const icon = useIcon(node)
  const problems = useContext(ProblemsContext).get(node.id)
  return (
    <div className={styles.card} data-kind={node.kind}>
      {node.kind !== 'source' && (
        <Handle
          type="target"
          position={Position.Left}
          className={styles.port ?? ''}
          aria-label="Input"
        />
      )}
      <div className={styles.head}>
        <Tile kind={node.kind} icon={icon} />
        <b className={styles.title}>{titleOf(node)}</b>
        <StateMark node={node} />
      </div>
      <div className={`${styles.key ?? ''} mono`}>{keyLineOf(node)}</div>
      <Footer node={node} />
      {problems !== undefined && <Badge problems={problems} />}
      {node.kind !== 'sink' && (
        <Handle
          type="source"
          position={Position.Right}
          className={styles.port ?? ''}
          aria-label="Output"
        />
      )}
    </div>
  )
})

function useIcon(node: CanvasNode): string | undefined {
  const components = useSession((state) => state.components)
  if (node.kind === 'sql') return /window\s*\(/i.test(node.sql) ? 'activity' : undefined
  if (node.kind === 'sink') return findComponent(components, 'sink', node.type)?.icon
  const reading = readStatement(node.statement)
  const type = reading.ok ? reading.form.type : ''
  return findComponent(components, 'source', type)?.icon
}

function StateMark({ node }: { readonly node: CanvasNode }) {
  const isLive = useRun(isRunning)
  const shown = shownStateOf(useNodeMetrics(node.id), isLive)
  if (shown === undefined) return null
  const text = shown.message === undefined ? shown.word : `${shown.word}: ${shown.message}`
  return (
    <Tooltip label={text} multiline>
      <span className={styles.state} data-shape={shown.shape} role="img" aria-label={text}>
        {(shown.shape === 'triangle' || shown.shape === 'warning') && (
          <TriangleAlert size={13} strokeWidth={2} aria-hidden />
        )}
      </span>
    </Tooltip>
  )
}

function Badge({ problems }: { readonly problems: readonly Problem[] }) {
  const { view } = useWorkspace()
  const error = problems.find(({ severity }) => severity === 'error')
  const isError = error !== undefined
  const first = error ?? problems[0]
  const text = problems.map(({ message }) => message).join('\n')
  return (
    <Tooltip label={text} multiline>
      <button
        type="button"
        className={`nodrag ${styles.badge ?? ''}`}
        data-tone={isError ? 'error' : 'warning'}
        aria-label={problems.length === 1 ? '1 problem' : `${problems.length} problems`}
        onClick={(event) => {
          event.stopPropagation()
          if (first !== undefined) openProblem(view, first)
        }}
      >
        {problems.length}
      </button>
    </Tooltip>
  )
}

function Footer({ node }: { readonly node: CanvasNode }) {
  const metrics = useNodeMetrics(node.id)
  const startedText = useRun((state) => state.started.get(node.id))
  if (metrics === undefined) {
    return <div className={styles.foot}>{idleText(node)}</div>
  }
  const isStale = startedText !== undefined && startedText !== runTextOf(node)
  return (
    <div className={styles.foot} data-stale={isStale || undefined}>
      <Figures node={node} metrics={metrics} />
      <div className={styles.aside}>
        {isStale ? <Stale /> : <Sparkline values={metrics.history} />}
        <Lost kind={node.kind} status={metrics.status} />
      </div>
    </div>
  )
}

interface LostProps {
  readonly kind: CanvasNode['kind']
  readonly status: NodeMetrics['status']
}

function Lost({ kind, status }: LostProps) {
  const loss = lossOf(kind, status)
  if (loss === undefined) return <Filtered count={status.filtered ?? 0} />
  const { count, word } = loss
  return (
    <b
      className={word === 'waiting' ? styles.waiting : styles.failed}
      title={`${formatCount(count)} ${word}`}
    >
      {formatBounded(count, 9999)} {word}
    </b>
  )
}

/** Rows that the conditions kept out. */
function Filtered({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <span title={`${formatCount(count)} rows were kept out by WHERE`}>
      filtered {formatBounded(count, 9_999_999)}
    </span>
  )
}

function Stale() {
  return (
    <Tooltip label="Changed since the start. Stop and run to apply.">
      <span className={styles.stale}>changed</span>
    </Tooltip>
  )
}

function idleText(node: CanvasNode): string {
  if (node.kind === 'sql') return node.ruleId
  if (node.kind === 'sink') return node.input === undefined ? 'not connected' : node.type
  return 'stream'
}

interface FiguresProps {
  readonly node: CanvasNode
  readonly metrics: NodeMetrics
}

function Figures({ node, metrics }: FiguresProps) {
  const { status, inPerSecond, outPerSecond } = metrics
  const { rowsIn, rowsOut } = status
  return (
    <div className={styles.figures} title={countText(node.kind, status)}>
      <Figure word="in" count={rowsIn} perSecond={inPerSecond} />
      <Figure
        word={node.kind === 'sink' ? 'sent' : 'out'}
        count={rowsOut}
        perSecond={outPerSecond}
      />
    </div>
  )
}

interface FigureProps {
  readonly word: string
  readonly count: number
  readonly perSecond: number
}

/** `out 1,204/s · 161,336`; the total alone once nothing runs. */
function Figure({ word, count, perSecond }: FigureProps) {
  const isLive = useRun(isRunning)
  const total = formatBounded(count, 9_999_999)
  return (
    <span>
      {word} <b>{isLive ? formatRate(perSecond) : total}</b>
      {isLive && <span className={styles.total}>{` · ${total}`}</span>}
    </span>
  )
}
