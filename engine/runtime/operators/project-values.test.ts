import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../testkit/test-engine.ts'
import { createTestSink } from '../../testkit/test-sink.ts'
import { createTestSource } from '../../testkit/test-source.ts'

interface Given {
  readonly fields: readonly string[]
  readonly actions: readonly Readonly<Record<string, unknown>>[]
  readonly options: Readonly<Record<string, unknown>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** The bytes that each action gets, as text, and the figures and the last error of each node. */
function run({ fields, actions, options, rows }: Given, isObserved: boolean) {
  const written: string[] = []
  const { source, contexts } = createTestSource('test', 'bytes')
  const sink = createTestSink('kept', 'bytes', (data, { operatorId }) => {
    written.push(`${operatorId} ${Buffer.from(data as Uint8Array).toString('latin1')}`)
  })
  const engine = createTestEngine({ components: [source, sink] })
  const started = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="test")'],
    rules: [
      {
        id: 'r',
        sql: `SELECT ${fields.join(', ')} FROM s`,
        actions: actions.map((properties) => ({ kept: properties })),
        options,
      },
    ],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  // Whoever looks is shown records.
  if (isObserved) started.run.observe('rule/r', () => undefined)
  const messages = rows.map((row) => ({ payload: Buffer.from(JSON.stringify(row)) }))
  contexts.get('s')?.emitMessages(messages)
  // Records go to the actions batch by batch, values row by row.
  const byAction = actions.map((_, index) =>
    written.filter((text) => text.startsWith(`kept_${String(index)} `)),
  )
  return { byAction, status: started.run.status() }
}

const value = fc.oneof(
  fc.constantFrom(null, true, 1, -0.5, 1e21, 'text', '<é>', [], [1, 'a'], { x: 1, b: null }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
)
const row = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'zz'), value, { noNullPrototype: true })
const field = fc.constantFrom(
  'a',
  'b AS d',
  'c',
  'zz AS bb',
  'a + 1 AS more',
  'a * b',
  'concat(c, "x") AS text',
  'last_hit_count() AS last',
  'lag(a) AS before',
  'b AS hidden INVISIBLE',
  '10 / b AS part',
  'power(a, 400) AS huge',
  '*',
  'changed_cols("c_", true, a, b)',
)
const action = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  { sendSingle: true },
  { sendSingle: true, omitIfEmpty: true },
  { format: 'JSON', compression: 'gzip' },
  { sendSingle: true, fields: ['a'] },
  { sendSingle: true, format: 'urlencoded' },
)

test('results that go to their sinks without records are the same', () => {
  fc.assert(
    fc.property(
      fc.record({
        fields: fc.uniqueArray(field, { minLength: 1, maxLength: 6 }),
        actions: fc.array(action, { minLength: 1, maxLength: 2 }),
        options: fc.constantFrom({}, { sendNilField: true }, { sendError: true }),
        rows: fc.array(row, { maxLength: 6 }),
      }),
      (given) => {
        expect(run(given, false)).toEqual(run(given, true))
      },
    ),
    { numRuns: 500 },
  )
})
