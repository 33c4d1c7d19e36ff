import type { StateChanges } from '../protocol.ts'
import type { PluginState } from './user-api.ts'

/** A state that tells the host of its changes, at the latest when the current turn is over. */
export interface TrackedState extends PluginState {
  /** What an earlier instance left. */
  restore(values: Readonly<Record<string, unknown>>): void
  flush(): void
}

export function createState(report: (changes: StateChanges) => void): TrackedState {
  let values = new Map<string, unknown>()
  const changed = new Set<string>()
  let timer: NodeJS.Immediate | undefined
  const flush = (): void => {
    if (timer !== undefined) clearImmediate(timer)
    timer = undefined
    if (changed.size === 0) return
    report([...changed].map((key) => [key, values.get(key)]))
    changed.clear()
  }
  const touch = (key: string): void => {
    changed.add(key)
    timer ??= setImmediate(flush)
  }
  return {
    flush,
    restore(kept) {
      values = new Map(Object.entries(kept))
    },
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, copyOf(key, value))
      touch(key)
    },
    delete(key) {
      values.delete(key)
      touch(key)
    },
  }
}

/** As it will come back after a restart, so that a value JSON cannot write fails now and not then. */
function copyOf(key: string, value: unknown): unknown {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) {
    throw new TypeError(`state "${key}" is a ${typeof value}, which JSON cannot write`)
  }
  return JSON.parse(text)
}
