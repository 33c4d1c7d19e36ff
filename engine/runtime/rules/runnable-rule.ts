import type { NodeMonitor } from '../node-monitor.ts'
import type { LookupTable } from '../streams/lookup-table.ts'
import type { StreamRun } from '../streams/stream-run.ts'
import type { StreamSubscriber } from '../streams/stream-subscriber.ts'

/** A rule of either front end, as the run drives it. */
export interface RunnableRule {
  readonly id: string
  readonly monitor: NodeMonitor
  /** How it reads its streams, by the key of their sources. */
  subscriptions(): readonly { readonly stream: string; readonly subscriber: StreamSubscriber }[]
  /** Builds its operators, once the streams' layouts are known. */
  start(streams: ReadonlyMap<string, StreamRun>, tables: ReadonlyMap<string, LookupTable>): void
  stop(): void
}
