import {
  ConfigurationError,
  createRecord,
  defineSource,
  type RowMessage,
  type Source,
  type SourceContext,
  type TopicMessage,
  z,
} from '#engine/api'

export const memorySource = defineSource({
  type: 'memory',
  title: 'Memory',
  summary: 'Takes the rows that memory sinks of other rules publish.',
  keywords: ['topic', 'rule', 'pipeline', 'internal'],
  icon: 'memory-stick',
  emits: 'rows',
  datasource: {
    title: 'Topic',
    description: 'Topic inside this engine; + stands for one level, # for all that follow.',
    isRequired: true,
    example: 'alarms/+',
  },
  properties: z.object({}),
  examples: [{ title: 'Alarms of all lines', datasource: 'alarms/+', properties: {} }],
  create: () => new MemorySource(),
})

/**
 * It cannot be paused: as in eKuiper a topic never holds the rule that publishes, nor its other readers.
 * What a rule that is held cannot take is dropped before it.
 */
class MemorySource implements Source {
  #filter = ''
  #unsubscribe: () => void = () => undefined

  configure(datasource: string): void {
    const levels = datasource.split('/')
    const isWrong = levels.some(
      (level, index) =>
        (level.includes('+') && level !== '+') ||
        (level.includes('#') && (level !== '#' || index !== levels.length - 1)),
    )
    if (datasource === '') throw new ConfigurationError('DATASOURCE', 'the topic is missing')
    if (isWrong) {
      const rule = '+ stands for one whole level, # for the last ones'
      throw new ConfigurationError(
        'DATASOURCE',
        `the topic "${datasource}" is not possible: ${rule}`,
      )
    }
    this.#filter = datasource
  }

  open(context: SourceContext): void {
    this.#unsubscribe = context.topics.subscribe(this.#filter, (message) => {
      if (message.rows.length > 0) context.emitRows(toRowMessages(message))
    })
  }

  close(): void {
    this.#unsubscribe()
  }
}

function toRowMessages({ topic, rows, template }: TopicMessage): readonly RowMessage[] {
  const metadata = createRecord()
  metadata['topic'] = template ?? topic
  return rows.map((row) => ({ row, metadata }))
}
