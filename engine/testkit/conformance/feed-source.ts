import {
  defineSource,
  z,
  type RecordValue,
  type SourceContext,
  type SourceDefinition,
} from '../../api/index.ts'

/** The sources of one replay, by the DATASOURCE they listen to. */
export interface Feed {
  readonly source: SourceDefinition
  deliver(datasource: string, payload: Uint8Array, metadata: RecordValue | undefined): void
}

/** Source type `feed`: hands over the payloads it is given, as they are. */
export function createFeed(): Feed {
  const contexts = new Map<string, Set<SourceContext>>()
  const source = defineSource({
    type: 'feed',
    title: 'Feed',
    summary: 'Delivers the payloads of a recorded case.',
    emits: 'bytes',
    properties: z.looseObject({}),
    examples: [],
    create: () => {
      let topic = ''
      return {
        configure: (datasource) => {
          topic = datasource
        },
        open: (context) => {
          const open = contexts.get(topic) ?? new Set()
          open.add(context)
          contexts.set(topic, open)
        },
        close: (context) => {
          contexts.get(topic)?.delete(context)
        },
      }
    },
  })
  return {
    source,
    deliver(datasource, payload, metadata) {
      for (const context of contexts.get(datasource) ?? []) {
        context.emitMessages([{ payload, ...(metadata === undefined ? {} : { metadata }) }])
      }
    },
  }
}
