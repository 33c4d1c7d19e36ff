import { appendFileSync } from 'node:fs'

/** Does what the sink of the recorded sessions did; what it got is in its file. */
export class Collector {
  #failed = new Set()

  configure({ mode }) {
    if (mode === 'configure-error') throw new Error('this sink cannot be set up')
    this.mode = mode
  }

  open(ctx) {
    this.path = ctx.resolvePath('collected.jsonl')
  }

  collect(ctx, data) {
    appendFileSync(this.path, `${JSON.stringify(data)}\n`)
    if (this.mode !== 'ack-error' || data.n !== 2 || this.#failed.has(data.n)) return
    this.#failed.add(data.n)
    throw new Error('disk full')
  }

  close() {}
}
