import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SluiceContract } from '#ipc/contract'
import type { EventPayload } from '#ipc/define'

export type LogLine = EventPayload<SluiceContract, 'log.line'> & { readonly number: number }

export interface LogState {
  /** Oldest first. */
  readonly lines: readonly LogLine[]
}

export interface LogStore extends StoreApi<LogState> {
  add(line: EventPayload<SluiceContract, 'log.line'>): void
  clear(): void
}

const linesKept = 5000

/** `soon` calls back in about a tenth of a second: a log sink writes thousands of lines a second. */
export function createLogStore(soon: (callback: () => void) => void): LogStore {
  const store = createStore<LogState>(() => ({ lines: [] }))
  let number = 0
  let arrived: LogLine[] = []
  const flush = () => {
    const lines = [...store.getState().lines, ...arrived]
    arrived = []
    store.setState({ lines: lines.length > linesKept * 1.2 ? lines.slice(-linesKept) : lines })
  }
  return {
    ...store,
    add(line) {
      number += 1
      if (arrived.length === 0) soon(flush)
      arrived.push({ ...line, number })
      if (arrived.length > linesKept) arrived = arrived.slice(-linesKept)
    },
    clear() {
      arrived = []
      store.setState({ lines: [] })
    },
  }
}
