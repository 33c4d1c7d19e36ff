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

export function createLogStore(): LogStore {
  const store = createStore<LogState>(() => ({ lines: [] }))
  let number = 0
  return {
    ...store,
    add(line) {
      number += 1
      const lines = [...store.getState().lines, { ...line, number }]
      store.setState({ lines: lines.length > linesKept * 1.2 ? lines.slice(-linesKept) : lines })
    },
    clear() {
      store.setState({ lines: [] })
    },
  }
}
