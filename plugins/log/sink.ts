import { defineSink, type Sink, type SinkContext, type SinkData, z } from '#engine/api'

export const logSink = defineSink({
  type: 'log',
  title: 'Log',
  summary: 'Writes rows to the log.',
  keywords: ['print', 'debug', 'console'],
  icon: 'scroll-text',
  accepts: 'bytes',
  properties: z.object({}),
  examples: [{ title: 'Every result a line', properties: {} }],
  sink: () => new LogSink(),
})

class LogSink implements Sink {
  readonly #decoder = new TextDecoder()

  configure(): void {}

  open(): void {}

  collect(context: SinkContext, data: SinkData): void {
    if (!(data instanceof Uint8Array)) throw new TypeError('expected bytes')
    const text = this.#decoder.decode(data)
    context.logger.info(`sink result for rule ${context.ruleId}: ${text}`)
  }

  close(): void {}
}
