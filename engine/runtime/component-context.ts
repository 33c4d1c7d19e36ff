import type { Clock } from '../base/clock.ts'
import type { ComponentContext, ConnectionStatus } from '../api/context.ts'
import { logLine } from '../api/log-line.ts'
import type { TopicBus } from '../api/topic-bus.ts'
import type { NodeMonitor } from './node-monitor.ts'
import type { EngineLogLine } from './run.ts'

/** What sources and sinks share: log, clock, topics and the way to report their connection. */
export function createComponentContext(options: {
  readonly monitor: NodeMonitor
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly topics: TopicBus
}): ComponentContext {
  const { monitor, signal, clock, topics } = options
  const log =
    (level: EngineLogLine['level']) =>
    (message: string, ...details: readonly unknown[]) => {
      monitor.log(level, logLine(message, details))
    }
  return {
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    signal,
    clock,
    topics,
    reportStatus: (status) => {
      if (!signal.aborted) showStatus(monitor, status)
    },
  }
}

function showStatus(monitor: NodeMonitor, status: ConnectionStatus): void {
  switch (status.state) {
    case 'connecting':
      monitor.setState('connecting', status.message)
      return
    case 'connected':
      monitor.setState('running', status.message)
      return
    case 'disconnected':
      monitor.setState('disconnected', status.message, status.retryAt)
      return
    case 'failed':
      monitor.setState('failed', status.message)
  }
}
