import { defineSource, z } from '../api/index.ts'
import type { SourceContext, SourceDefinition } from '../api/source.ts'

/** A source that gives what a test gives through its contexts. */
export interface TestSource {
  readonly source: SourceDefinition
  /** With what it was opened last, by the name of the stream. */
  readonly contexts: ReadonlyMap<string, SourceContext>
}

/** A source type without properties. Nothing is emitted but by the test. */
export function createTestSource(type: string, emits: 'bytes' | 'rows'): TestSource {
  const contexts = new Map<string, SourceContext>()
  const source = defineSource({
    type,
    title: type,
    summary: 'What a test gives.',
    examples: [],
    emits,
    properties: z.looseObject({}),
    create: () => ({
      configure: () => undefined,
      open: (context) => {
        contexts.set(context.streamName, context)
      },
      close: () => undefined,
    }),
  })
  return { source, contexts }
}
