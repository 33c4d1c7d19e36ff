import { expect, test } from 'vitest'
import { createRecord, type RecordValue } from '#engine/api'
import {
  createSink,
  createSinkHarness,
  createSourceHarness,
  createVirtualClock,
  openSource,
} from '#engine/testkit'
import { memorySink } from './sink.ts'
import { memorySource } from './source.ts'

const clock = createVirtualClock(0)
const row = (values: Readonly<Record<string, number | string>>): RecordValue =>
  Object.assign(createRecord(), values)

test.each([
  ['alarms/press', ['alarms/press'], [1]],
  ['alarms/+', ['alarms/press', 'alarms/oven'], [1, 2]],
  ['#', ['alarms/press', 'alarms/oven', 'other/a/b'], [1, 2, 3]],
  ['other', [], []],
])('a source on %s takes the rows of matching topics', async (filter, topics, values) => {
  const source = createSourceHarness({ clock })
  const sink = createSinkHarness({ clock, topics: source.context.topics })
  await openSource(memorySource.create(), source, { datasource: filter })
  for (const [index, topic] of ['alarms/press', 'alarms/oven', 'other/a/b'].entries()) {
    const target = createSink(memorySink)
    target.configure({ topic })
    await target.open(sink.context)
    await target.collect(sink.context, row({ n: index + 1 }), { properties: {} })
  }
  expect(source.rows.map((message) => message.row['n'])).toEqual(values)
  expect(source.rows.map((message) => message.metadata?.['topic'])).toEqual(topics)
})

test.each([
  ['alarms/press', ['alarms/{{.line}}']],
  ['alarms/#', []],
])('a computed topic reaches a source on %s as eKuiper has it', async (filter, topics) => {
  const source = createSourceHarness({ clock })
  const sink = createSinkHarness({ clock, topics: source.context.topics })
  await openSource(memorySource.create(), source, { datasource: filter })
  const target = createSink(memorySink)
  target.configure({ topic: 'alarms/{{.line}}' })
  const item = { properties: { topic: 'alarms/press' } }
  await target.collect(sink.context, row({ line: 'press' }), item)
  expect(source.rows.map((message) => message.metadata?.['topic'])).toEqual(topics)
})

test('a list of rows arrives as single rows, an empty list as nothing', async () => {
  const source = createSourceHarness({ clock })
  const sink = createSinkHarness({ clock, topics: source.context.topics })
  await openSource(memorySource.create(), source, { datasource: 't' })
  const target = createSink(memorySink)
  target.configure({ topic: 't' })
  await target.collect(sink.context, [row({ n: 1 }), row({ n: 2 })], { properties: {} })
  await target.collect(sink.context, [], { properties: {} })
  expect(source.rows.map((message) => message.row)).toEqual([row({ n: 1 }), row({ n: 2 })])
})

test('a closed source takes nothing more', async () => {
  const harness = createSourceHarness({ clock })
  const source = memorySource.create()
  await openSource(source, harness, { datasource: 't' })
  await source.close(harness.context)
  harness.context.topics.publish({ topic: 't', rows: [row({ n: 1 })] })
  expect(harness.rows).toEqual([])
})

test.each([[''], ['a+/b'], ['a/#/b']])('the source refuses the topic "%s"', (topic) => {
  expect(() => memorySource.create().configure(topic, {})).toThrow(/topic/)
})

test('the sink refuses a row kind column without a key column', () => {
  const properties = { topic: 'a', rowkindField: 'kind' }
  expect(() => createSink(memorySink).configure(properties)).toThrow(
    expect.objectContaining({ kind: 'configuration-error', property: 'keyField' }),
  )
})

test('rows say what they do to a lookup table; wrong ones are refused', async () => {
  const { context } = createSinkHarness({ clock })
  const changes: unknown[] = []
  context.topics.subscribe('t', ({ change, rows }) => changes.push([change, rows.length]))
  const sink = createSink(memorySink)
  sink.configure({ topic: 't', rowkindField: 'kind', keyField: 'id' })
  const collect = async (...rows: readonly RecordValue[]): Promise<void> => {
    await sink.collect(context, rows, { properties: {} })
  }
  await collect(row({ id: 1, kind: 'delete' }), row({ id: 1 }))
  await expect(collect(row({ id: 1, kind: 'remove' }))).rejects.toThrow('not "remove"')
  await expect(collect(row({ id: 1 }), row({ kind: 'insert' }))).rejects.toThrow('"id" is missing')
  expect(changes).toEqual([
    ['delete', 1],
    ['upsert', 1],
  ])
})
