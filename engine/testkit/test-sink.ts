import { defineSink, z } from '../api/index.ts'
import type { SinkContext, SinkData, SinkDefinition } from '../api/sink.ts'

/** A sink type without properties that writes at once: `collect` gets everything. */
export function createTestSink(
  type: string,
  accepts: 'bytes' | 'rows',
  collect: (data: SinkData, context: SinkContext) => unknown,
): SinkDefinition {
  return defineSink({
    type,
    title: type,
    summary: 'What a test gets.',
    examples: [],
    accepts,
    properties: z.looseObject({}),
    sink: () => ({
      configure: () => undefined,
      open: () => undefined,
      collect: (context, data) => {
        collect(data, context)
      },
      close: () => undefined,
    }),
  })
}

/** The text of a message of bytes. */
export function textOf(data: SinkData): string {
  return data instanceof Uint8Array ? new TextDecoder().decode(data) : 'rows'
}
