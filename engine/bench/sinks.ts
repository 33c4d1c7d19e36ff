import type { SinkData } from '../api/sink.ts'
import { defineSink, defineSource, z } from '../api/index.ts'
import type { SourceContext } from '../api/source.ts'
import { createEncoder } from '../encode/index.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { createEngine } from '../runtime/engine.ts'
import { compileTemplate } from '../template/index.ts'
import { createVirtualClock } from '../testkit/virtual-clock.ts'
import { toJsonText } from '../types/json-text.ts'
import { createRecord, type RecordValue } from '../types/value.ts'
import { batchMs, createFeed, rowCount, type Feed } from './feed.ts'
import { measure, type Contender } from './measure.ts'

/**
 * What sinks cost: each measurement sets what we do beside what one would write by hand, or beside the same
 * without it. Prints the names, or one measurement as a line of JSON.
 */
interface Measurement {
  readonly ours: Contender
  readonly other: Contender
}

const measurements: Readonly<Record<string, (feed: Feed) => Measurement>> = {
  'JSON text, 3 columns / JSON.stringify': (feed) => jsonText(resultRows(feed, narrow)),
  'JSON text, 10 columns / JSON.stringify': (feed) => jsonText(resultRows(feed, Object.keys)),
  'JSON bytes, 10 columns / JSON.stringify, TextEncoder': (feed) =>
    jsonBytes(resultRows(feed, Object.keys)),
  'template, 5 fields / template literal': template,
  'filter rule with a JSON sink / without': (feed) => pipeline(feed, filter(), 'bytes'),
  'filter rule with a sink of rows / without': (feed) => pipeline(feed, filter(), 'rows'),
  'window rule with a JSON sink / without': (feed) =>
    pipeline(
      feed,
      'SELECT deviceId, count(seq) AS n, avg(temperature) AS a FROM s GROUP BY deviceId, TUMBLINGWINDOW(ss, 10)',
      'bytes',
    ),
}

const [wanted] = process.argv.slice(2)
if (wanted === undefined) console.log(JSON.stringify(Object.keys(measurements)))
else {
  const create = measurements[wanted]
  if (create === undefined) throw new Error(`there is no measurement ${wanted}`)
  const { ours, other } = create(createFeed())
  console.log(JSON.stringify({ name: wanted, figures: measure({ ours, other }) }))
}

// ---- rows -----------------------------------------------------------------------------------------

function narrow(): readonly string[] {
  return ['deviceId', 'temperature', 'humidity']
}

/** Rows as a rule's projection makes them: all with the same columns. */
function resultRows(
  feed: Feed,
  columnsOf: (row: RecordValue) => readonly string[],
): readonly RecordValue[] {
  return feed.rows.flat().map(({ row }) => {
    const result = createRecord()
    for (const name of columnsOf(row)) result[name] = row[name]
    return result
  })
}

/** Reads what a contender made, so that none of its work can be left out. */
function overRows<T extends { readonly length: number }>(
  rows: readonly RecordValue[],
  make: (row: RecordValue) => T,
): Contender {
  let total = 0
  return {
    rows: rows.length,
    pass: () => {
      for (const row of rows) total += make(row).length
      if (total === 0) throw new Error('nothing was written')
    },
  }
}

// ---- JSON -----------------------------------------------------------------------------------------

function jsonText(rows: readonly RecordValue[]): Measurement {
  for (const row of rows.slice(0, 100)) expectSame(JSON.parse(toJsonText(row)), row)
  return {
    ours: overRows(rows, toJsonText),
    other: overRows(rows, (row) => JSON.stringify(row)),
  }
}

function jsonBytes(rows: readonly RecordValue[]): Measurement {
  const encode = createEncoder({ format: 'json', delimiter: '', hasHeader: false, fields: [] })
  if (encode === undefined) throw new Error('JSON is not known')
  const encoder = new TextEncoder()
  return {
    ours: overRows(rows, encode),
    other: overRows(rows, (row) => encoder.encode(JSON.stringify(row))),
  }
}

function expectSame(read: unknown, row: RecordValue): void {
  const sorted = Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (JSON.stringify(read) !== JSON.stringify(sorted)) throw new Error('JSON differs')
}

// ---- template -------------------------------------------------------------------------------------

interface Reading {
  readonly deviceId: string
  readonly site: string
  readonly temperature: number
  readonly status: string
  readonly seq: number
}

function template(feed: Feed): Measurement {
  const compiled = compileTemplate(
    'device {{.deviceId}} at {{.site}}: {{.temperature}} degrees, {{.status}}, {{.seq}}',
  )
  if (!compiled.ok) throw new Error(compiled.message)
  const { template: ours } = compiled
  const byHand = (row: RecordValue): string => {
    const { deviceId, site, temperature, status, seq } = row as RecordValue & Reading
    return `device ${deviceId} at ${site}: ${temperature} degrees, ${status}, ${seq}`
  }
  const rows = resultRows(feed, Object.keys)
  for (const row of rows.slice(0, 100)) {
    if (ours.render(row) !== byHand(row)) throw new Error('the template differs')
  }
  return { ours: overRows(rows, (row) => ours.render(row)), other: overRows(rows, byHand) }
}

// ---- pipeline -------------------------------------------------------------------------------------

function filter(): string {
  return 'SELECT deviceId, temperature, humidity * 2 AS h FROM s WHERE temperature > 50'
}

function pipeline(feed: Feed, sql: string, accepts: 'bytes' | 'rows'): Measurement {
  return {
    ours: createRun(feed, sql, accepts, [{ bench: {} }]),
    other: createRun(feed, sql, accepts, []),
  }
}

function createRun(
  feed: Feed,
  sql: string,
  accepts: 'bytes' | 'rows',
  actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[],
): Contender {
  const clock = createVirtualClock(1_700_000_000_000)
  let context: SourceContext | undefined
  let written = 0
  const shared = { type: 'bench', title: 'Bench', summary: 'For figures.', examples: [] }
  const source = defineSource({
    ...shared,
    emits: 'bytes',
    properties: z.looseObject({}),
    create: () => ({
      configure: () => undefined,
      open: (given) => {
        context = given
      },
      close: () => undefined,
    }),
  })
  const sink = defineSink({
    ...shared,
    accepts,
    properties: z.looseObject({}),
    sink: {
      configure: () => undefined,
      open: () => undefined,
      collect: (_, data: SinkData) => {
        written += data instanceof Uint8Array || Array.isArray(data) ? data.length : 1
      },
      close: () => undefined,
    },
  })
  const engine = createEngine({
    environment: { clock, random: () => 0, newId: () => '', log: () => undefined },
    components: createComponentRegistry([source, sink]),
  })
  const started = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="bench")'],
    rules: [{ id: 'r', sql, actions, options: {} }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  return {
    rows: rowCount,
    pass: () => {
      for (const messages of feed.payloads) {
        clock.advanceTo(clock.now() + batchMs)
        context?.emitMessages(messages)
      }
      const hasResults = started.run
        .status()
        .some(({ node, rowsOut }) => node === 'rule/r' && rowsOut > 0)
      if (!hasResults && clock.now() > 1_700_000_020_000) throw new Error('there were no results')
      if (actions.length > 0 && hasResults && written === 0) throw new Error('nothing was written')
    },
  }
}
