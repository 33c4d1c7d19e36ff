/**
 * The memory sink of eKuiper's Sink Extension page: keeps the newest results in memory and writes the
 * number of them into the log. Action: `{ "memorySink": { "count": 100 } }`.
 */
export class MemorySink {
  #results = []
  #count = 100

  configure(properties) {
    const { count = 100 } = properties
    if (!Number.isInteger(count) || count < 1)
      throw new Error(`count is ${count}; it must be 1 or more`)
    this.#count = count
  }

  open(ctx) {
    ctx.logger.info(`keeps the newest ${this.#count} results`)
  }

  collect(ctx, data) {
    this.#results.push(data)
    if (this.#results.length > this.#count) this.#results.shift()
    ctx.logger.debug(`${this.#results.length} results in memory`)
  }

  close(ctx) {
    ctx.logger.info(`${this.#results.length} results were in memory`)
    this.#results = []
  }
}
