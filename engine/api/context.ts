import type { Clock } from '../base/clock.ts'
import type { Logger } from './logger.ts'
import type { TopicBus } from './topic-bus.ts'

/** What the node of a component shows about its connection. */
export type ConnectionStatus =
  | { readonly state: 'connecting'; readonly message?: string }
  | { readonly state: 'connected'; readonly message?: string }
  /** `retryAt`: when the next attempt starts, milliseconds since 1970. */
  | { readonly state: 'disconnected'; readonly message: string; readonly retryAt?: number }
  /** It will not come back by itself while this rule runs. */
  | { readonly state: 'failed'; readonly message: string }

/** What the engine gives every running component. */
export interface ComponentContext {
  readonly logger: Logger
  /** Aborted when the rule stops: end whatever waits, at once. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Topics inside this engine, as eKuiper's memory source and sink use them. */
  readonly topics: TopicBus
  /** Call on every change; the node and the status bar follow. */
  reportStatus(status: ConnectionStatus): void
}
