import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bindSelect } from '../../binder/bind-select.ts'
import { emptyCatalog, executeStatement } from '../../catalog/catalog.ts'
import { createFunctionCatalog } from '../../functions/index.ts'
import type { PlannedRule } from '../../plan/physical/build-physical-plan.ts'
import { planSelect } from '../../plan/plan-select.ts'
import { parse } from '../../syntax/parse.ts'
import { createVirtualClock } from '../../testkit/virtual-clock.ts'
import { toJsonText } from '../../types/json-text.ts'
import { createRecord, type Value } from '../../types/value.ts'
import { buildPipeline } from '../build-rule.ts'
import { createHitState, type RuleFrame } from '../operators/rule-frame.ts'
import { layoutRule } from '../rule-layout.ts'
import { RuleRow } from '../rule-row.ts'

const functions = createFunctionCatalog()
const { catalog } = executeStatement(emptyCatalog, 'CREATE STREAM s () WITH (TYPE="memory")')
const columns = ['k', 'v'] as const
const start = 1_700_000_000_000

interface TestRow {
  readonly pause: number
  readonly k: Value
  readonly v: Value
}

function plan(sql: string): PlannedRule {
  const { statement } = parse(sql)
  if (statement?.kind !== 'select') throw new Error('a SELECT')
  const { bound } = bindSelect(statement, { catalog, functions: (name) => functions.find(name) })
  const planned = bound === undefined ? undefined : planSelect(bound, {})
  if (planned?.ok !== true) throw new Error('a plan')
  return planned.plan.rule
}

/** The same plan with a window that keeps its rows. */
function keepRows(rule: PlannedRule): PlannedRule {
  const operators = rule.plan.operators.map((operator) =>
    operator.kind === 'window'
      ? { ...operator, content: 'rows' as const, dimensions: [], aggregates: [] }
      : operator,
  )
  return { ...rule, plan: { ...rule.plan, operators } }
}

function run(planned: PlannedRule, rows: readonly TestRow[], batchSize = 1): string[] {
  const clock = createVirtualClock(start)
  const output: string[] = []
  const add = (text: string): void => {
    output.push(`${String(clock.now() - start)} ${text}`)
  }
  const frame: RuleFrame = {
    window: undefined,
    hits: createHitState(),
    aggregateHits: createHitState(),
    filtered: () => undefined,
    now: () => clock.now(),
    fail: add,
  }
  const slots = new Map(columns.map((name, slot) => [name as string, slot]))
  const pipeline = buildPipeline({
    planned,
    layout: layoutRule(planned, slots, slots.size),
    clock,
    frame,
    context: {
      ruleId: 'r',
      ruleStart: start,
      now: () => clock.now(),
      random: () => 0,
      newId: () => '',
    },
    output: {
      values: undefined,
      rows: (results) => {
        for (const result of results) add(toJsonText(result))
      },
      collection: (results) => {
        add(toJsonText(results))
      },
    },
    lookup: () => ({ find: () => [] }),
    guard: (task) => {
      task()
    },
    dropLate: () => undefined,
  })
  const slotCount = layoutRule(planned, slots, slots.size).slotCount
  let batch: RuleRow[] = []
  for (const { pause, k, v } of rows) {
    if (pause > 0 || batch.length >= batchSize) {
      pipeline.push(0, batch)
      batch = []
    }
    clock.advanceTo(clock.now() + pause)
    const fields = createRecord()
    fields['k'] = k
    fields['v'] = v
    const values: (Value | undefined)[] = [k, v]
    while (values.length < slotCount) values.push(undefined)
    batch.push(new RuleRow(values, fields, clock.now(), undefined, 0))
  }
  pipeline.push(0, batch)
  clock.advanceTo(clock.now() + 5000)
  pipeline.close()
  return output
}

/** Quarters are summed exactly in any order, so that both ways give the same digits. */
const number = fc.integer({ min: -400, max: 400 }).map((n) => n / 4)
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: number },
  { weight: 1, arbitrary: fc.constant(null) },
)
const mixed: fc.Arbitrary<Value> = fc.oneof(
  value,
  fc.integer({ min: -9, max: 9 }).map(BigInt),
  fc.constantFrom<Value>('x', true),
)
const rowsOf = (v: fc.Arbitrary<Value>): fc.Arbitrary<readonly TestRow[]> =>
  fc.array(
    fc.record({
      pause: fc.constantFrom(0, 0, 10, 90, 400, 1000, 1700),
      k: fc.constantFrom<Value>('a', 'b', 1, '1', null),
      v,
    }),
    { maxLength: 40 },
  )

const windows = [
  'TUMBLINGWINDOW(ss, 1)',
  'HOPPINGWINDOW(ss, 3, 1)',
  'HOPPINGWINDOW(ms, 700, 300)',
  'SLIDINGWINDOW(ms, 900)',
  'SESSIONWINDOW(ss, 5, 1)',
  'COUNTWINDOW(4)',
]

const calls =
  'count(*) AS n, count(v) AS c, sum(v) AS t, avg(v) AS a, min(v) AS lo, max(v) AS hi, ' +
  'collect(v) AS l, last_value(v, true) AS e, deduplicate(v, true) AS d'

describe.each(windows)('%s with running aggregates gives what kept rows give', (window) => {
  test.each([
    ['by key', `SELECT k, ${calls} FROM s GROUP BY k, ${window}`],
    ['over all rows', `SELECT k, ${calls} FROM s GROUP BY ${window}`],
    ['with HAVING', `SELECT k, sum(v) AS t FROM s GROUP BY k, ${window} HAVING count(v) > 1`],
  ])('%s', (_, sql) => {
    const planned = plan(sql)
    expect(planned.plan.operators.some((operator) => isRunning(operator))).toBe(true)
    fc.assert(
      fc.property(rowsOf(value), (rows) => {
        // Groups come in no order that anybody may rely on.
        expect(sorted(run(planned, rows))).toEqual(sorted(run(keepRows(planned), rows)))
      }),
      { numRuns: 60 },
    )
  })

  test('where values are of several types', () => {
    const planned = plan(`SELECT sum(v) AS t, max(v) AS m FROM s GROUP BY ${window}`)
    fc.assert(
      fc.property(rowsOf(mixed), (rows) => {
        const kept = run(keepRows(planned), rows).map(withoutReason)
        expect(run(planned, rows).map(withoutReason)).toEqual(kept)
      }),
      { numRuns: 60 },
    )
  })
})

test.each(windows)('batches of any size give the same results in a %s', (window) => {
  const planned = plan(`SELECT k, ${calls} FROM s WHERE v != 1 GROUP BY k, ${window}`)
  fc.assert(
    fc.property(rowsOf(value), (rows) => {
      const one = run(planned, rows, 1)
      expect(run(planned, rows, 7)).toEqual(one)
      expect(run(planned, rows, 1000)).toEqual(one)
    }),
    { numRuns: 40 },
  )
})

function isRunning(operator: PlannedRule['plan']['operators'][number]): boolean {
  return operator.kind === 'window' && operator.content === 'running-aggregates'
}

function sorted(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [at = '', json = ''] = line.split(/ (.*)/s)
    if (!json.startsWith('[')) return line
    const rows = (JSON.parse(json) as unknown[]).map((row) => JSON.stringify(row))
    return `${at} ${rows.sort().join()}`
  })
}

/** Which of several wrong values an error names is of no matter. */
function withoutReason(line: string): string {
  return line.replace(/run Select error.*/, 'run Select error')
}
