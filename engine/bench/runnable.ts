import type { Consumer } from './consumer.ts'

/** One way to run a query. A pass feeds it every row once. */
export interface Runnable {
  readonly pass: () => void
  readonly consumer: Consumer
}
