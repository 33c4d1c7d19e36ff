import { expect, test } from 'vitest'
import {
  ConfigurationError,
  createRecord,
  defineFormat,
  type FormatColumn,
  z,
} from '../api/index.ts'
import { createTestEngine } from '../testkit/test-engine.ts'
import { createTestSink, textOf } from '../testkit/test-sink.ts'
import { createTestSource } from '../testkit/test-source.ts'

/** A schema is a line of columns, `v float;p struct(x bigint)`; every payload is the same row. */
const lined = defineFormat({
  type: 'lined',
  title: 'Lined',
  summary: 'For a test.',
  examples: [],
  properties: z.object({}),
  needsSchema: true,
  schemaSuffix: '.line',
  createDecoder: () => () =>
    Object.assign(createRecord(), {
      v: 1.5,
      p: Object.assign(createRecord(), { x: 2n, y: 3n }),
    }),
  columnsOf: ({ text, message }): readonly FormatColumn[] => {
    if (message !== 'M') throw new ConfigurationError('schemaId', `no message ${message}`)
    return text.split(';').map((column) => {
      const [name = '', ...type] = column.split(' ')
      return { name, type: type.join(' ') }
    })
  },
})

function start(sql: string, stream: string, schema = 'v float;p struct(x bigint, y bigint)') {
  const sent: string[] = []
  const { source, contexts } = createTestSource('test', 'bytes')
  const sink = createTestSink('keep', 'bytes', (data) => sent.push(textOf(data)))
  const engine = createTestEngine({ components: [source, sink, lined] })
  const started = engine.start({
    streams: [`CREATE STREAM s ${stream}`],
    rules: [{ id: 'r', sql, actions: [{ keep: {} }], options: {} }],
    sourceConfigurations: {},
    schemas: { 'a.line': schema },
  })
  contexts.get('s')?.emitMessages([{ payload: new Uint8Array() }])
  const problems = started.ok ? [] : started.problems
  return {
    sent,
    problems: problems.map(({ place, diagnostic }) => `${place} ${diagnostic.message}`),
  }
}

const plain = '() WITH (TYPE="test", FORMAT="LINED", SCHEMAID="a.M")'
const strict = '() WITH (TYPE="test", FORMAT="lined", SCHEMAID="a.M", STRICT_VALIDATION="true")'
const declaring = '(old BIGINT) WITH (TYPE="test", FORMAT="lined", SCHEMAID="a.M")'

test.each([
  ['SELECT v FROM s', plain, '[{"v":1.5}]'],
  ['SELECT * FROM s', plain, '[{"p":{"x":2,"y":3},"v":1.5}]'],
  ['SELECT p FROM s', plain, '[{"p":{"x":2,"y":3}}]'],
  ['SELECT * FROM s', strict, '[{"p":{"x":2,"y":3},"v":1.5}]'],
  ['SELECT p->x AS x, v FROM s', strict, '[{"v":1.5,"x":2}]'],
  ['SELECT p->x AS x, v FROM s', declaring, '[{"v":1.5,"x":2}]'],
])('%s of %s', (sql, stream, row) => {
  expect(start(sql, stream)).toEqual({ sent: [row], problems: [] })
})

test.each([
  ['SELECT w FROM s', plain],
  ['SELECT v FROM s WHERE w > 1', plain],
  ['SELECT old FROM s', declaring],
])('%s of %s names a column that the schema lacks', (sql, stream) => {
  const { problems } = start(sql, stream)
  expect(problems).toEqual([expect.stringMatching(/^rule\/r\/sql there is no column/)])
})

test.each([
  ['SCHEMAID="a.N"', 'v float', 'stream/s/schemaId no message N'],
  [
    'SCHEMAID="a.M"',
    'v number',
    'stream/s/schemaId the format lined tells columns of a.M that SQL cannot have: v number',
  ],
])('a stream with %s and the schema %j is refused', (option, schema, problem) => {
  const stream = `() WITH (TYPE="test", FORMAT="lined", ${option})`
  expect(start('SELECT v FROM s', stream, schema).problems).toEqual([problem])
})
