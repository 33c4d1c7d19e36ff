import { defineSink, type Sink, type SinkContext, type SinkData, z } from '#engine/api'

const properties = z.object({
  log: z.boolean().default(false).meta({
    title: 'Log',
    description: 'Write each result to the log before it is dropped.',
  }),
})

export const nopSink = defineSink({
  type: 'nop',
  title: 'Nothing',
  summary: 'Drops rows, so that a rule can run without a target.',
  keywords: ['nop', 'drop', 'discard', 'null', 'test'],
  icon: 'circle-off',
  accepts: 'bytes',
  properties,
  examples: [{ title: 'Only count rows', properties: { log: false } }],
  sink: () => new NopSink(),
})

class NopSink implements Sink {
  readonly #decoder = new TextDecoder()
  #isLogged = false

  configure(given: Readonly<Record<string, unknown>>): void {
    this.#isLogged = properties.parse(given).log
  }

  open(): void {}

  collect(context: SinkContext, data: SinkData): void {
    if (!this.#isLogged || !(data instanceof Uint8Array)) return
    context.logger.info(`sink result for rule ${context.ruleId}: ${this.#decoder.decode(data)}`)
  }

  close(): void {}
}
