import {
  ConfigurationError,
  defineSink,
  type RecordValue,
  type Sink,
  type SinkContext,
  type SinkData,
  type SinkItem,
  type TopicMessage,
  z,
} from '#engine/api'

/** eKuiper's words, and what to do. */
const wildcardFault =
  'invalid memory topic: wildcard found: name one topic, with {{.column}} where it depends on the row'

const properties = z.object({
  topic: z
    .string()
    .min(1, 'memory topic is required')
    .regex(/^[^+#]*$/, wildcardFault)
    .meta({
      title: 'Topic',
      description:
        'Topic inside this engine that memory sources read. A data template makes it depend on the row.',
      group: 'Target',
      widget: 'topic',
      dynamic: true,
      placeholder: 'alarms',
      patternMessage: `${wildcardFault}.`,
    }),
  rowkindField: z.string().default('').meta({
    title: 'Row kind column',
    description:
      'Column that says what to do with the row in a lookup table: insert, update, upsert or delete.',
    group: 'Advanced',
  }),
  keyField: z.string().default('').meta({
    title: 'Key column',
    description: 'Column that tells rows of a lookup table apart. Needed with a row kind column.',
    group: 'Advanced',
  }),
})

export const memorySink = defineSink({
  type: 'memory',
  title: 'Memory',
  summary: 'Hands rows to other rules over a topic inside the engine.',
  keywords: ['topic', 'rule', 'pipeline', 'internal'],
  icon: 'memory-stick',
  accepts: 'rows',
  properties,
  examples: [
    { title: 'Alarms for another rule', properties: { topic: 'alarms' } },
    { title: 'A topic for each line', properties: { topic: 'alarms/{{.line}}' } },
  ],
  sink: () => new MemorySink(),
})

type RowKind = NonNullable<TopicMessage['change']>
const rowKinds: readonly RowKind[] = ['insert', 'update', 'upsert', 'delete']

class MemorySink implements Sink {
  #topic = ''
  #rowKindField = ''
  #keyField = ''

  configure(given: Readonly<Record<string, unknown>>): void {
    const { topic, rowkindField, keyField } = properties.parse(given)
    if (rowkindField !== '' && keyField === '') {
      throw new ConfigurationError('keyField', 'a row kind column needs a key column')
    }
    this.#topic = topic
    this.#rowKindField = rowkindField
    this.#keyField = keyField
  }

  open(): void {}

  collect(context: SinkContext, data: SinkData, item: SinkItem): void {
    if (data instanceof Uint8Array) throw new TypeError('expected rows')
    const rows: readonly RecordValue[] = isList(data) ? data : [data]
    const computed = item.properties['topic']
    const target =
      computed === undefined ? { topic: this.#topic } : { topic: computed, template: this.#topic }
    if (this.#rowKindField === '') {
      context.topics.publish({ ...target, rows })
      return
    }
    // All are read first: a row that is refused refuses its result.
    const changes = rows.map((row) => ({ rows: [row], change: this.#changeOf(row) }))
    for (const change of changes) context.topics.publish({ ...target, ...change })
  }

  close(): void {}

  #changeOf(row: RecordValue): RowKind {
    const written = row[this.#rowKindField]
    const kind = written === undefined ? 'upsert' : rowKinds.find((known) => known === written)
    if (kind === undefined) {
      const found = JSON.stringify(written)
      throw new Error(`The row kind must be insert, update, upsert or delete, not ${found}.`)
    }
    if (row[this.#keyField] === undefined) {
      throw new Error(`The row has no key: its column "${this.#keyField}" is missing.`)
    }
    return kind
  }
}

function isList(data: RecordValue | readonly RecordValue[]): data is readonly RecordValue[] {
  return Array.isArray(data)
}
