import type { WireEmission } from '../protocol.ts'

/** Rows of a source on their way to the host: in batches, and only so many as the host takes. */
export interface Emitter {
  emit(items: readonly WireEmission[]): Promise<void>
  /** The host took one batch. */
  taken(): void
  flush(): void
}

const batchRows = 500
/** Batches that the host has not taken yet; above it `emit` makes its caller wait. */
const mostBatches = 4

export function createEmitter(send: (items: readonly WireEmission[]) => void): Emitter {
  let pending: WireEmission[] = []
  let untaken = 0
  let waiting: (() => void)[] = []
  let timer: NodeJS.Immediate | undefined

  const flush = (): void => {
    if (timer !== undefined) clearImmediate(timer)
    timer = undefined
    if (pending.length === 0) return
    const items = pending
    pending = []
    untaken += 1
    send(items)
  }
  return {
    flush,
    emit(items) {
      for (const item of items) {
        pending.push(item)
        if (pending.length >= batchRows) flush()
      }
      if (pending.length > 0) timer ??= setImmediate(flush)
      if (untaken < mostBatches) return Promise.resolve()
      return new Promise((resolve) => waiting.push(resolve))
    },
    taken() {
      untaken -= 1
      if (untaken >= mostBatches) return
      const resumed = waiting
      waiting = []
      for (const resume of resumed) resume()
    },
  }
}
