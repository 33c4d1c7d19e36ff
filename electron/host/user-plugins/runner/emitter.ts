import type { WireEmission } from '../protocol.ts'

/** Rows of a source on their way to the host: in batches, and only so many as the host takes. */
export interface Emitter {
  /** Resolves when the host can take more. A source that does not wait fills its own process. */
  emit(items: readonly WireEmission[]): Promise<void>
  /** The host took one batch. */
  taken(): void
  /** Sends all there is, taken or not. */
  flush(): void
}

const batchRows = 500
/** Batches that the host has not taken yet; above it rows stay here and `emit` makes its caller wait. */
const mostBatches = 4

export function createEmitter(send: (items: readonly WireEmission[]) => void): Emitter {
  const pending: WireEmission[] = []
  let untaken = 0
  let waiting: (() => void)[] = []
  let timer: NodeJS.Immediate | undefined

  const sendBatches = (most: number, fewest: number): void => {
    while (untaken < most && pending.length >= fewest) {
      untaken += 1
      send(pending.splice(0, batchRows))
    }
  }
  const sendRest = (): void => {
    timer = undefined
    sendBatches(mostBatches, 1)
  }
  return {
    emit(items) {
      for (const item of items) pending.push(item)
      sendBatches(mostBatches, batchRows)
      if (pending.length > 0) timer ??= setImmediate(sendRest)
      if (untaken < mostBatches) return Promise.resolve()
      return new Promise((resolve) => waiting.push(resolve))
    },
    taken() {
      untaken -= 1
      sendRest()
      if (untaken >= mostBatches) return
      const resumed = waiting
      waiting = []
      for (const resume of resumed) resume()
    },
    flush() {
      if (timer !== undefined) clearImmediate(timer)
      timer = undefined
      sendBatches(Infinity, 1)
    },
  }
}
