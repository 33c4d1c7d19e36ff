import { expect, test } from 'vitest'
import {
  ConfigurationError,
  createRecord,
  defineFormat,
  type FormatSettings,
  z,
} from '../api/index.ts'
import { createTestEngine } from '../testkit/test-engine.ts'
import { createTestSink, textOf } from '../testkit/test-sink.ts'
import { createTestSource } from '../testkit/test-source.ts'
import type { RunDefinition } from './run.ts'

/** `key=value` lines; the schema holds what stands between key and value. */
function pairs(seen: FormatSettings[]) {
  const separatorOf = (settings: FormatSettings): string => {
    seen.push(settings)
    const { schema } = settings
    if (schema?.text === 'broken') throw new ConfigurationError('schemaId', 'the schema is broken')
    return schema?.text ?? '='
  }
  return defineFormat({
    type: 'pairs',
    title: 'Pairs',
    summary: 'One pair a line.',
    examples: [],
    properties: z.object({ prefix: z.string().default('') }),
    needsSchema: true,
    schemaSuffix: '.pairs',
    createEncoder: (settings) => {
      const separator = separatorOf(settings)
      const prefix = String(settings.properties['prefix'])
      return (rows) => {
        if (Array.isArray(rows)) throw new Error('one row only')
        const lines = Object.entries(rows).map(
          ([key, value]) => `${prefix}${key}${separator}${JSON.stringify(value)}`,
        )
        return new TextEncoder().encode(lines.join('\n'))
      }
    },
    createDecoder: (settings) => {
      const separator = separatorOf(settings)
      return (payload) => {
        const text = new TextDecoder().decode(payload)
        if (text === 'nothing') return 1 as never
        if (!text.includes(separator)) throw new Error(`no ${separator} in it`)
        return text.split('\n').map((line) => {
          const [key = '', value = ''] = line.split(separator)
          return Object.assign(createRecord(), { [key]: value })
        })
      }
    },
  })
}

function start(given: {
  readonly options?: string
  readonly action?: Record<string, unknown>
  readonly schemas?: RunDefinition['schemas']
}) {
  const seen: FormatSettings[] = []
  const sent: string[] = []
  const { source, contexts } = createTestSource('test', 'bytes')
  const sink = createTestSink('keep', 'bytes', (data) => sent.push(textOf(data)))
  const engine = createTestEngine({ components: [source, sink, pairs(seen)] })
  const started = engine.start({
    streams: [
      `CREATE STREAM s () WITH (TYPE="test", ${given.options ?? 'FORMAT="PAIRS", SCHEMAID="a.b"'})`,
    ],
    rules: [
      { id: 'r', sql: 'SELECT * FROM s', actions: [{ keep: given.action ?? {} }], options: {} },
    ],
    sourceConfigurations: {},
    ...('schemas' in given ? { schemas: given.schemas ?? {} } : { schemas: { 'a.pairs': ':' } }),
  })
  return {
    started,
    seen,
    sent,
    send: (payload: string) =>
      contexts.get('s')?.emitMessages([{ payload: new TextEncoder().encode(payload) }]),
  }
}

test('a stream is read with the format of a plugin, and its schema', () => {
  const { started, send, sent, seen } = start({})
  expect(started.ok).toBe(true)
  send('x:1\ny:2')
  expect(sent).toEqual(['[{"x":"1"}]', '[{"y":"2"}]'])
  expect(seen[0]?.schema).toEqual({ file: 'a', message: 'b', text: ':', files: { a: ':' } })
})

test('what a format throws or gives wrongly concerns one payload', () => {
  const { started, send, sent } = start({})
  send('without')
  send('nothing')
  send('x:1')
  expect(sent).toEqual(['[{"x":"1"}]'])
  const status = started.ok ? started.run.status() : []
  expect(status.find(({ node }) => node === 'stream/s')).toMatchObject({
    errors: 2,
    lastError: { message: 'the format pairs gave something that is no row' },
  })
})

test('an action is written with the format of a plugin, its schema and its properties', () => {
  const action = { format: 'pairs', schemaId: 'a.b', prefix: '>', sendSingle: true }
  const { send, sent } = start({ options: 'FORMAT="json"', action })
  send('{"x":1,"y":"z"}')
  expect(sent).toEqual(['>x:1\n>y:"z"'])
})

test('a row that a format cannot write is an error of its action', () => {
  const action = { format: 'pairs', schemaId: 'a.b' }
  const { started, send, sent } = start({ options: 'FORMAT="json"', action })
  send('{"x":1}')
  expect(sent).toEqual([])
  const status = started.ok ? started.run.status() : []
  expect(status.find(({ node }) => node === 'action/r/0')).toMatchObject({
    errors: 1,
    lastError: { message: 'one row only' },
  })
})

test.each([
  [{ options: 'FORMAT="pears"' }, 'stream/s', 'there is no format "pears"'],
  [
    { options: 'FORMAT="pairs"' },
    'stream/s/schemaId',
    'schema type pairs id  not found in registry',
  ],
  [
    { options: 'FORMAT="pairs", SCHEMAID="b.c"' },
    'stream/s/schemaId',
    'schema type pairs id b not found in registry',
  ],
  [{ schemas: { 'a.pairs': 'broken' } }, 'stream/s/schemaId', 'the schema is broken'],
  [
    { schemas: { 'a.proto': ':' } },
    'stream/s/schemaId',
    'schema type pairs id a not found in registry',
  ],
  [
    { options: 'FORMAT="protobuf", SCHEMAID="a.b"' },
    'stream/s/format',
    'format type protobuf not supported',
  ],
  [
    { action: { format: 'pairs' } },
    'action/r/0/schemaId',
    'schema type pairs id  not found in registry',
  ],
  [{ action: { format: 'pears' } }, 'action/r/0/format', 'format type pears not supported'],
  [{ action: { format: 'pairs', schemaId: 'a.b', prefix: 1 } }, 'action/r/0/prefix', ''],
])('%j is refused at %s', (given, place, message) => {
  const { started } = start(given)
  const problem = started.ok ? undefined : started.problems[0]
  expect(problem?.place).toBe(place)
  expect(problem?.diagnostic.message).toContain(message)
})
