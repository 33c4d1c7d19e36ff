import { countOf, formatCount } from '../../lib/format.ts'
import type { NodeMetrics } from '../../state/metrics-store.ts'
import { readStatement, type CanvasNode } from '../../state/ruleset.ts'

export interface EmptyReason {
  readonly title: string
  readonly text?: string
}

interface Situation {
  readonly node: CanvasNode
  readonly name: string
  readonly isRunning: boolean
  readonly metrics: NodeMetrics | undefined
  readonly kind: 'in' | 'out' | 'dropped' | 'error'
  readonly hasInput: boolean
  readonly secondsRunning: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Why there are no rows to be seen. A diagnosis, not "no data". */
export function emptyReasonOf(situation: Situation): EmptyReason {
  const { node, name, isRunning, metrics, kind, hasInput } = situation
  // What runs may be drawn differently by now.
  const isPartOfRun = isRunning && metrics !== undefined
  if (node.kind !== 'source' && !hasInput && !isPartOfRun) {
    const from = node.kind === 'sql' ? 'a source' : 'a SQL node'
    return { title: `${name} is not connected`, text: `Draw a wire to it from ${from}.` }
  }
  if (!isRunning) return { title: 'Not running', text: `Run it to see the rows of ${name}.` }
  if (metrics === undefined) {
    return { title: `${name} was added after the start`, text: 'Stop and run to include it.' }
  }
  const connection = connectionReason(metrics, situation.now)
  if (connection !== undefined) return connection
  if (kind === 'error') return { title: 'No errors', text: `${name} has handled every row so far.` }
  if (kind === 'dropped') return { title: 'Nothing was dropped' }
  if (kind === 'out' && metrics.status.rowsOut > 0) {
    const count = countOf(metrics.status.rowsOut, 'row')
    return { title: 'Waiting for the next row', text: `${count} went out before.` }
  }
  return node.kind === 'source'
    ? sourceReason(situation, node.statement)
    : flowReason(situation, metrics)
}

function connectionReason({ status }: NodeMetrics, now: number): EmptyReason | undefined {
  const retry = retryText(status.retryAt, now)
  const text = [status.message, retry].filter((part) => part !== undefined).join(' ')
  const detail = text === '' ? {} : { text }
  switch (status.state) {
    case 'starting':
    case 'connecting':
      return { title: 'Connecting', ...detail }
    case 'disconnected':
      return { title: 'Disconnected, trying again', ...detail }
    case 'failed':
      return { title: 'Failed', ...detail }
    default:
      return undefined
  }
}

function retryText(retryAt: number | undefined, now: number): string | undefined {
  if (retryAt === undefined || retryAt <= now) return undefined
  return `Next try in ${Math.ceil((retryAt - now) / 1000)} s.`
}

function sourceReason({ secondsRunning }: Situation, statement: string): EmptyReason {
  const reading = readStatement(statement)
  const datasource = reading.ok ? reading.form.datasource : ''
  const place = datasource === '' ? '' : ` on ${datasource}`
  return {
    title: `Connected, no message${place} for ${secondsRunning} s`,
    text: 'Check the topic and that something is sent to it.',
  }
}

function flowReason({ kind, name, node }: Situation, { status }: NodeMetrics): EmptyReason {
  if (status.rowsIn === 0) {
    return { title: 'No row has come in', text: `Look at the node before ${name}.` }
  }
  if (kind === 'in') return { title: 'Waiting for rows' }
  const came = `${formatCount(status.rowsIn)} ${status.rowsIn === 1 ? 'row' : 'rows'} came in, none went out`
  if (status.errors > 0) return { title: came, text: 'Some failed: look at Errors.' }
  if (node.kind !== 'sql') return { title: came, text: 'They wait to be sent, or sending failed.' }
  const { filtered = 0 } = status
  if (filtered >= status.rowsIn) {
    return { title: came, text: 'The condition in WHERE is true for none of them.' }
  }
  const isWindow = /window\s*\(/i.test(node.sql)
  return {
    title: came,
    text: isWindow
      ? 'The window has not closed yet, or its condition is true for no row.'
      : 'The condition in WHERE is true for none of them.',
  }
}
